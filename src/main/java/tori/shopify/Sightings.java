package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the readings of one poll saw, beside the catalogue, which stays as it is. Confined to the
 * monitor's thread and used for one poll. Allocates nothing for a product that is as it was.
 *
 * <p>A poll may read the list more than once. A product counts as seen if one of the readings shows
 * it; what the latest sighting says holds.
 */
final class Sightings {

    /** A product that is new or not known to be as it was. */
    static final class Fresh {
        private final ProductState seen;
        private final long hash;
        private long reading;

        /** A product that was not scanned. */
        Fresh(ProductState seen) {
            this(seen, 0, 0);
        }

        private Fresh(ProductState seen, long hash, long reading) {
            this.seen = seen;
            this.hash = hash;
            this.reading = reading;
        }

        /** The product as the feed shows it. */
        ProductState seen() {
            return seen;
        }

        long hash() {
            return hash;
        }
    }

    private final Map<Long, Fresh> fresh = new LinkedHashMap<>();

    /**
     * The pages of the first reading that were counted as a whole, while nothing else was seen:
     * mostly that is all a poll sees, and then no product is looked at.
     */
    private final List<KnownPage> counted = new ArrayList<>(1);

    private final Catalog catalog;
    private final long firstReading;
    private long reading;
    private long firstOfRound;
    private boolean overlapping;
    private boolean noted;
    private int knownSeen;
    private int products;
    private int variants;
    private int available;

    /**
     * @param known only what was seen when is noted there
     */
    Sightings(Catalog known) {
        this.catalog = known;
        this.firstReading = known.readings() + 1;
        this.firstOfRound = firstReading;
    }

    /** All lists are read, from the first. */
    void beginRound() {
        firstOfRound = catalog.readings() + 1;
        overlapping = false;
    }

    /** A list is read from its beginning. */
    void beginReading() {
        reading = catalog.beginReading();
    }

    /** What a known product's text was when it was last read; null if it is not known. */
    @Nullable Imprint imprint(long id) {
        Catalog.Entry entry = catalog.get(id);
        return entry == null ? null : entry.imprint();
    }

    /** Notes the scanner's product; true if this reading has not shown it before. */
    boolean see(ProductScanner scanner) throws IOException {
        noteCounted();
        long id = scanner.id();
        long hash = scanner.hash();
        Catalog.Entry entry = catalog.get(id);
        if (entry == null) {
            return seeUnknown(scanner);
        }
        if (!scanner.isRecognised()) {
            entry.seenLike(scanner.imprint(entry.imprint()));
        }
        boolean seenBefore = entry.seenReading() >= firstOfRound;
        boolean first = note(entry, scanner.variants(), scanner.available());
        if (entry.isSeenAs(hash)) {
            overruleFresh(id, seenBefore);
        } else {
            Fresh earlier = fresh.get(id);
            if (earlier == null || earlier.hash != hash) {
                overlapping |= seenBefore;
                fresh.put(id, new Fresh(scanner.materialise(), hash, reading));
            }
        }
        return first;
    }

    /** The product is as it is known, whatever an earlier page said. */
    private void overruleFresh(long id, boolean seenBefore) {
        if (!fresh.isEmpty() && fresh.remove(id) != null) {
            overlapping |= seenBefore;
        }
    }

    private boolean seeUnknown(ProductScanner scanner) throws IOException {
        Fresh earlier = fresh.get(scanner.id());
        boolean first = earlier == null || earlier.reading != reading;
        if (earlier == null) {
            products++;
            variants += scanner.variants();
            available += scanner.available();
        }
        if (earlier == null || earlier.hash != scanner.hash()) {
            overlapping |= earlier != null && earlier.reading >= firstOfRound;
            fresh.put(scanner.id(), new Fresh(scanner.materialise(), scanner.hash(), reading));
        } else {
            earlier.reading = reading;
        }
        overlapping |= !first;
        return first;
    }

    /**
     * Notes the products of a page that is as it was, and that the others of its list which are
     * have none of; returns how many of them this reading has not shown before. What an earlier
     * page said of them is overruled.
     */
    int seeAsKnown(KnownPage page) {
        if (!noted && reading == firstReading && page.isCounted(catalog)) {
            counted.add(page);
            products += page.ids().length;
            knownSeen += page.ids().length;
            variants += page.variants();
            available += page.available();
            return page.ids().length;
        }
        noteCounted();
        int first = 0;
        for (long id : page.ids()) {
            first += seeAsKnown(id) ? 1 : 0;
        }
        if (first == page.ids().length) {
            page.count(catalog);
        }
        return first;
    }

    private boolean seeAsKnown(long id) {
        Catalog.Entry entry = catalog.get(id);
        if (entry == null || entry.state().gone()) {
            return false;
        }
        overruleFresh(id, entry.seenReading() >= firstOfRound);
        return note(entry, entry.state().knownVariants().size(), entry.availableVariants());
    }

    /** From here on it matters which products have been seen, and not only how many. */
    private void noteCounted() {
        if (noted) {
            return;
        }
        noted = true;
        for (KnownPage page : counted) {
            for (long id : page.ids()) {
                Catalog.Entry entry = catalog.get(id);
                if (entry != null) {
                    entry.seenIn(firstReading);
                }
            }
        }
    }

    private boolean note(Catalog.Entry entry, int variantCount, int availableCount) {
        boolean first = entry.seenReading() != reading;
        if (entry.seenReading() < firstReading) {
            products++;
            variants += variantCount;
            available += availableCount;
            knownSeen += entry.state().gone() ? 0 : 1;
        }
        entry.seenIn(reading);
        overlapping |= !first;
        return first;
    }

    /**
     * Whether one list of the latest round showed a product more than once, or two lists showed it
     * differently: then a page may have said something else of it than what holds.
     */
    boolean isOverlapping() {
        return overlapping;
    }

    /** Whether a known product was in none of the readings. */
    boolean misses() {
        return knownSeen < catalog.size();
    }

    /** The known products that none of the readings showed, by id. */
    List<ProductState> missing() {
        noteCounted();
        return catalog.notSeenSince(firstReading);
    }

    /** The products that are new or must be compared, in the feed's order. */
    Collection<Fresh> fresh() {
        return fresh.values();
    }

    int products() {
        return products;
    }

    int variants() {
        return variants;
    }

    int available() {
        return available;
    }
}
