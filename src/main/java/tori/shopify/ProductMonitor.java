package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.config.AlertConfig;
import tori.model.Event;
import tori.model.MonitorId;
import tori.poll.PollResult;
import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Doubted;
import tori.poll.PollResult.Failed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Watches one product of a store and tells what changed variant by variant, as the catalogue's
 * monitor does. Used by one thread at a time; only {@link #lastLook} may be asked by others.
 *
 * <p>A product is gone when two good looks after each other do not find it: where both its pages
 * say that it is not there, or its address shows another product. A look that fails between the two
 * says nothing.
 */
public final class ProductMonitor implements StoreMonitor {

    private final MonitorId id;
    private final String handle;
    private final FeedAddresses addresses;
    private final Surroundings surroundings;
    private final Ledger ledger;
    private final CurrencyQuestion currency;
    private final ProductPages pages;
    private final PriceWitness witness;

    /** The products that the last good look missed. */
    private Set<Long> missedBefore = Set.of();

    private @Nullable ProductState seen;
    private volatile Look lastLook = Look.NONE;

    public ProductMonitor(MonitorId id, ProductSettings settings, Surroundings surroundings) {
        this.id = id;
        this.handle = settings.handle();
        this.surroundings = surroundings;
        this.addresses = new FeedAddresses(settings.site(), null);
        this.ledger = new ProductLedger(settings.alerts());
        Inquiry inquiry = new Inquiry(surroundings, settings.timeout());
        this.currency = new CurrencyQuestion(addresses, inquiry, surroundings);
        this.pages =
                new ProductPages(addresses, handle, inquiry, settings.maxBytes(), surroundings);
        this.witness = new PriceWitness(pages::prices, surroundings);
    }

    @Override
    public MonitorId id() {
        return id;
    }

    @Override
    public Look lastLook() {
        return lastLook;
    }

    /** What the last look saw, or else what is known. */
    @Override
    public List<Shown> shown() {
        ProductState product = seen;
        return product == null ? ledger.shown() : List.of(ledger.shown(product));
    }

    @Override
    public PollResult poll() throws IOException, InterruptedException {
        ledger.load();
        if (!ledger.hasBaseline()) {
            currency.askIfDue();
        }
        seen = null;
        PollResult result = null;
        try {
            result = beside(look());
            return result;
        } finally {
            if (surroundings.looks()) {
                lastLook = seenIn(result);
            }
        }
    }

    private Look seenIn(@Nullable PollResult result) {
        List<Event> events =
                result instanceof PollResult.Observed observed ? observed.events() : List.of();
        ProductState product = seen;
        List<VariantState> variants = product == null ? List.of() : product.knownVariants();
        int available = (int) variants.stream().filter(VariantState::isAvailable).count();
        return new Look(
                pages.status(), 1, product == null ? 0 : 1, variants.size(), available, events);
    }

    /** The store's currency is asked for where no alert waits for it. */
    private PollResult beside(PollResult result) throws InterruptedException {
        boolean quiet =
                result instanceof PollResult.Unchanged
                        || (result instanceof PollResult.Observed observed
                                && observed.events().isEmpty());
        if (quiet) {
            currency.askIfDue();
            return ledger.amend(result, List.of());
        }
        return result;
    }

    private PollResult look() throws InterruptedException {
        String base = base();
        List<ProductState> known = ledger.catalog().live();
        ProductPages.Sight sight = pages.look(base, known.size() == 1 ? known.getFirst().id() : 0);
        return switch (sight) {
            case ProductPages.Found found -> compare(found, base, known);
            case ProductPages.Absent _ -> absent(known);
            case ProductPages.NotSeen notSeen -> notSeen.failure();
        };
    }

    /** The store's own currency; known prices in another one are forgotten. */
    private @Nullable String base() {
        String base =
                addresses.showsBaseCurrency()
                        ? surroundings.facts().currency(addresses.root())
                        : null;
        if (base != null && !base.equals(ledger.notes().priceCurrency())) {
            ledger.forgetPrices();
            ledger.notes().priceCurrency(base);
        }
        return base;
    }

    private PollResult compare(
            ProductPages.Found found, @Nullable String base, List<ProductState> known)
            throws InterruptedException {
        ProductState product = found.product();
        Catalog.Entry entry = ledger.catalog().get(product.id());
        ProductState before = entry == null || entry.state().gone() ? null : entry.state();
        ProductState counts =
                found.trusted() ? product : witness.vouch(product, before, base, ledger.notes());
        seen = before == null ? counts : before.updatedBy(counts, surroundings.wall().millis());
        List<ProductState> missing =
                known.stream().filter(other -> other.id() != product.id()).toList();
        return believe(List.of(new Sightings.Fresh(counts)), missing, found.lastByteNanos());
    }

    private PollResult absent(List<ProductState> known) {
        if (!ledger.hasBaseline()) {
            return new Failed(Cause.NOT_FOUND, "the store has no product \"" + handle + "\" (404)");
        }
        return believe(List.of(), known, surroundings.clock().nanoTime());
    }

    private PollResult believe(
            List<Sightings.Fresh> fresh, List<ProductState> missing, long seenNanos) {
        Ledger.Findings findings = ledger.compare(new ArrayList<>(fresh), missing);
        String doubt = ledger.doubt(findings);
        Set<Long> missed = new HashSet<>();
        missing.forEach(product -> missed.add(product.id()));
        if (doubt == null && !missedBefore.containsAll(missed)) {
            doubt = "the store does not show the product it had as \"" + handle + "\" any more";
        }
        missedBefore = missed;
        if (doubt != null) {
            return new Doubted(doubt);
        }
        return ledger.takeOver(findings, PollResult.Shortcut.COMPARED, seenNanos);
    }

    /** What is known of the product. */
    private final class ProductLedger extends Ledger {

        private final AlertConfig alerts;

        private ProductLedger(AlertConfig alerts) {
            this.alerts = alerts;
        }

        @Override
        MonitorId id() {
            return id;
        }

        @Override
        AlertConfig alerts() {
            return alerts;
        }

        @Override
        FeedAddresses addresses() {
            return addresses;
        }

        @Override
        String fingerprint() {
            return addresses.fingerprintOfProduct(handle);
        }

        @Override
        Surroundings surroundings() {
            return surroundings;
        }
    }
}
