package tori.shopify;

import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a monitor knows of a store: its products by id. Confined to the monitor's thread.
 *
 * <p>Removed products leave an entry with nothing but their sequence, so that events about one that
 * returns go on counting.
 */
final class Catalog {

    /**
     * Removed products whose sequence is kept; beyond it a returning product counts from 1 again.
     */
    static final int MAX_GONE = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

    /** A product and when it was last looked at. */
    static final class Entry {
        private ProductState state;
        private int availableVariants;

        /** The scanner's hash of the product when it last equalled the state; 0 if not known. */
        private long seenHash;

        /** What the product's text was when it was last read in full; null if it never was. */
        private @Nullable Imprint imprint;

        /** The reading that saw the product last. */
        private long seenReading;

        private Entry(ProductState state) {
            become(state);
        }

        private void become(ProductState newState) {
            state = newState;
            availableVariants = 0;
            for (VariantState variant : newState.knownVariants()) {
                availableVariants += variant.isAvailable() ? 1 : 0;
            }
        }

        /** How many of the variants are known to be available. */
        int availableVariants() {
            return availableVariants;
        }

        ProductState state() {
            return state;
        }

        /** Notes that the product was seen with this hash and holds nothing that is not known. */
        void seenAs(long hash) {
            seenHash = hash;
        }

        boolean isSeenAs(long hash) {
            return seenHash == hash;
        }

        @Nullable Imprint imprint() {
            return imprint;
        }

        /** An imprint says what a text comes to, not what is known of the product. */
        void seenLike(Imprint text) {
            imprint = text;
        }

        void seenIn(long reading) {
            seenReading = reading;
        }

        /** The reading that saw the product last; 0 if none did. */
        long seenReading() {
            return seenReading;
        }
    }

    /** Of those that know nothing yet; never written. */
    private static final Long2ObjectHashMap<Entry> NONE = new Long2ObjectHashMap<>();

    private Long2ObjectHashMap<Entry> entries = NONE;
    private int gone;
    private long readings;
    private int changes;

    /**
     * The catalogue written down earlier. An entry that cannot be read stands for a product of
     * which only the id is known: it neither is reported as new nor changes anything until it is
     * seen.
     */
    static Catalog load(String monitor, Map<Long, byte[]> stored) {
        Catalog catalog = new Catalog();
        for (Map.Entry<Long, byte[]> entry : stored.entrySet()) {
            long id = entry.getKey();
            ProductState state;
            try {
                state = StateCodec.decode(id, entry.getValue());
            } catch (IOException e) {
                LOG.warn(
                        "{}: the state of product {} is damaged ({}); it is taken up afresh",
                        monitor,
                        id,
                        e.getMessage() == null ? "it is cut off" : e.getMessage());
                state = ProductState.unknown(id);
            }
            catalog.put(state, 0);
        }
        return catalog;
    }

    /** The product's entry, of a removed product too; null if the id was never seen. */
    @Nullable Entry get(long id) {
        return entries.get(id);
    }

    /** How often anything about a product was taken over, or one was forgotten; from 0. */
    int changes() {
        return changes;
    }

    /** How often the list has been read, or begun to be. */
    long readings() {
        return readings;
    }

    /** Counts a reading that begins, and returns its number, from 1. */
    long beginReading() {
        return ++readings;
    }

    /** How many products there are, removed ones apart. */
    int size() {
        return entries.size() - gone;
    }

    /** How many variants are known to be available. */
    int available() {
        int available = 0;
        for (Entry entry : entries.values()) {
            available += entry.availableVariants;
        }
        return available;
    }

    /** The products that no reading from this one on has seen, by id. */
    List<ProductState> notSeenSince(long reading) {
        List<ProductState> missing = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (!entry.state.gone() && entry.seenReading < reading) {
                missing.add(entry.state);
            }
        }
        missing.sort(Comparator.comparingLong(ProductState::id));
        return missing;
    }

    /** The products there are, removed ones apart, by id. */
    List<ProductState> live() {
        List<ProductState> products = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (!entry.state.gone()) {
                products.add(entry.state);
            }
        }
        products.sort(Comparator.comparingLong(ProductState::id));
        return products;
    }

    /** Whether the sequence of one more removed product can be kept. */
    boolean hasRoomForGone() {
        return gone < MAX_GONE;
    }

    /** Takes over a product's new state, seen with this hash. */
    void put(ProductState state, long hash) {
        changes = (changes + 1) & Integer.MAX_VALUE;
        Entry entry = entries.get(state.id());
        if (entry == null) {
            entry = new Entry(state);
            if (entries.isEmpty()) {
                entries = new Long2ObjectHashMap<>();
            }
            entries.put(state.id(), entry);
        } else {
            gone -= entry.state.gone() ? 1 : 0;
            entry.become(state);
        }
        gone += state.gone() ? 1 : 0;
        entry.seenHash = hash;
        if (state.gone()) {
            entry.imprint = null;
        }
    }

    void forget(long id) {
        changes = (changes + 1) & Integer.MAX_VALUE;
        Entry entry = entries.remove(id);
        if (entry != null) {
            gone -= entry.state.gone() ? 1 : 0;
        }
    }
}
