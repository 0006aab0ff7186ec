package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a monitor remembers beside the products themselves. Confined to the monitor's thread.
 *
 * <p>Announced products are those that were found before the list showed them, and told about: they
 * are in no list, so that none can miss them, and are compared with what was announced once one
 * shows them.
 *
 * <p>Edges that are owed are those that came within their cooldown.
 */
final class Notes {

    /** The key they are kept under; no product can have it for an id. */
    static final long KEY = Long.MIN_VALUE;

    /** A store that announces more than it lists is none. */
    static final int MAX_ANNOUNCED = 1_000;

    /** More than that at once is no flapping: nobody could read it when it is told. */
    static final int MAX_OWED = 1_000;

    /** Pages in a sitemap that are no listed product; a store has few. */
    static final int MAX_UNLISTED = 5_000;

    private @Nullable BaseCurrency currency;
    private @Nullable String priceCurrency;
    private @Nullable Set<String> unlisted;
    private Map<Long, ProductState> announced = Map.of();
    private Map<OwedEdge.Key, OwedEdge> owed = Map.of();
    private boolean changed;

    /** Notes as they were written down. */
    static Notes of(
            @Nullable BaseCurrency currency,
            @Nullable String priceCurrency,
            @Nullable Collection<String> unlisted,
            Collection<ProductState> announced,
            Collection<OwedEdge> owed) {
        Notes notes = new Notes();
        notes.currency = currency;
        notes.priceCurrency = priceCurrency;
        notes.unlisted = unlisted == null ? null : new LinkedHashSet<>(unlisted);
        announced.forEach(notes::add);
        owed.forEach(notes::owe);
        notes.changed = false;
        return notes;
    }

    /** Whether there is something that was not written down yet. */
    boolean isChanged() {
        return changed;
    }

    /** All of it is being written down. */
    void written() {
        changed = false;
    }

    /** Whether there is nothing to write down at all. */
    boolean isEmpty() {
        return currency == null
                && priceCurrency == null
                && unlisted == null
                && announced.isEmpty()
                && owed.isEmpty();
    }

    // ---- currencies ----

    /** The store's own currency; null if it never said. */
    @Nullable BaseCurrency currency() {
        return currency;
    }

    void currency(@Nullable BaseCurrency said) {
        if (said != null && !said.equals(currency)) {
            currency = said;
            changed = true;
        }
    }

    /** The currency that the known prices are in, as far as anybody has said. */
    @Nullable String priceCurrency() {
        return priceCurrency;
    }

    void priceCurrency(String code) {
        changed |= !code.equals(priceCurrency);
        priceCurrency = code;
    }

    // ---- the sitemap ----

    /**
     * Handles that the sitemap shows and the list does not, and that are not new; null if the
     * sitemap was never read in full.
     */
    @Nullable Set<String> unlisted() {
        return unlisted == null ? null : Collections.unmodifiableSet(unlisted);
    }

    /** The sitemap was read in full: so much of it is not listed, and not new either. */
    void unlisted(Collection<String> handles) {
        Set<String> now = new LinkedHashSet<>(handles);
        changed |= !now.equals(unlisted);
        unlisted = now;
    }

    /** One more handle that is nothing new; the sitemap was read in full before. */
    void addUnlisted(String handle) {
        Set<String> known = unlisted;
        if (known != null && known.size() < MAX_UNLISTED && known.add(handle)) {
            changed = true;
        }
    }

    // ---- announced products ----

    /** A product as it was announced; null if it was not, or was listed since. */
    @Nullable ProductState announced(long id) {
        return announced.get(id);
    }

    Collection<ProductState> announced() {
        return Collections.unmodifiableCollection(announced.values());
    }

    Set<String> announcedHandles() {
        Set<String> handles = new HashSet<>();
        for (ProductState product : announced.values()) {
            if (product.handle() != null) {
                handles.add(product.handle());
            }
        }
        return handles;
    }

    boolean hasRoomToAnnounce() {
        return announced.size() < MAX_ANNOUNCED;
    }

    void announce(ProductState product) {
        add(product);
        changed = true;
    }

    /** Most monitors announce nothing: the first makes the map. */
    private void add(ProductState product) {
        if (announced.isEmpty()) {
            announced = new LinkedHashMap<>();
        }
        announced.put(product.id(), product);
    }

    /** The list shows the product now. */
    void listed(long id) {
        changed |= !announced.isEmpty() && announced.remove(id) != null;
    }

    // ---- edges that came within their cooldown ----

    /** What is owed; may be changed meanwhile. */
    Collection<OwedEdge> owed() {
        return owed.isEmpty() ? List.of() : List.copyOf(owed.values());
    }

    /** The edge is owed, unless an earlier one of the same facet is, which says more. */
    void owe(OwedEdge edge) {
        if (owed.isEmpty()) {
            owed = new LinkedHashMap<>();
        }
        if (owed.size() < MAX_OWED && owed.putIfAbsent(edge.key(), edge) == null) {
            changed = true;
        }
    }

    /** Nothing is owed of this. */
    void settle(OwedEdge.Key key) {
        changed |= !owed.isEmpty() && owed.remove(key) != null;
    }

    /** Prices to come are in another currency, and cannot be compared. */
    void forgetOwedPrices() {
        for (OwedEdge edge : owed()) {
            settle(edge.key());
            if (edge.key().facet() != OwedEdge.Facet.PRICE) {
                owe(edge.withoutPrices());
            }
        }
    }
}
