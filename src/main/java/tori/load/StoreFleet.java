package tori.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Many stores whose variants sell out and come back one after the other. Each store has a lock of
 * its own; any thread.
 */
final class StoreFleet {

    static final int VARIANTS = 3;

    /** Ids above 32 bits, as real ones are. */
    private static final long FIRST_ID = 8_200_000_000_000L;

    /**
     * A page as it was at one moment.
     *
     * @param body its JSON; not to be changed
     * @param shown the changes it shows which no page before it showed
     */
    record Page(Body body, List<Shown> shown) {}

    /** A change that a page shows. */
    record Shown(long variant, boolean available) {}

    /** Bytes that nobody changes. */
    static final class Body {
        final byte[] bytes;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private static final class Store {
        final boolean[] available;
        final List<Shown> unseen = new ArrayList<>();
        Body rendered;
        boolean stale;

        Store(int variants, Body rendered) {
            this.available = new boolean[variants];
            this.rendered = rendered;
            this.stale = true;
        }
    }

    private final int products;
    private final List<Store> stores = new ArrayList<>();

    StoreFleet(int stores, int products) {
        this.products = products;
        for (int i = 0; i < stores; i++) {
            Store store = new Store(products * VARIANTS, new Body(new byte[0]));
            for (int v = 0; v < store.available.length; v++) {
                store.available[v] = v % 2 == 0;
            }
            this.stores.add(store);
        }
    }

    int stores() {
        return stores.size();
    }

    /** How many different changes there can be before one repeats. */
    int variants() {
        return stores.size() * products * VARIANTS;
    }

    private long id(int store, int variant) {
        return FIRST_ID + (long) store * products * VARIANTS + variant;
    }

    /**
     * Changes the variant of this number, store after store. The book has the change before any
     * page shows it.
     */
    void flip(long number, ChangeNotes book, long nowNanos) {
        int index = (int) (number % stores.size());
        int variant = (int) (number / stores.size() % (products * (long) VARIANTS));
        Store store = stores.get(index);
        synchronized (store) {
            boolean now = !store.available[variant];
            book.changed(id(index, variant), now, nowNanos);
            store.available[variant] = now;
            store.unseen.add(new Shown(id(index, variant), now));
            store.stale = true;
        }
    }

    /** A store's first page; others are empty. */
    Page page(int index) {
        Store store = stores.get(index);
        synchronized (store) {
            if (store.stale) {
                store.rendered = new Body(render(index, store));
                store.stale = false;
            }
            List<Shown> shown = List.copyOf(store.unseen);
            store.unseen.clear();
            return new Page(store.rendered, shown);
        }
    }

    private byte[] render(int index, Store store) {
        StringBuilder json = new StringBuilder(products * 2_000).append("{\"products\":[");
        for (int p = 0; p < products; p++) {
            if (p > 0) {
                json.append(',');
            }
            long product = id(index, p * VARIANTS);
            json.append("{\"id\":")
                    .append(product)
                    .append(",\"title\":\"Product ")
                    .append(p)
                    .append("\",\"handle\":\"product-")
                    .append(p)
                    .append("\",\"body_html\":\"")
                    .append("<p>Made of wool and patience, dyed by hand.</p>".repeat(12))
                    .append("\",\"published_at\":\"2026-01-01T00:00:00Z\",\"vendor\":\"Load\"")
                    .append(",\"product_type\":\"\",\"tags\":[],\"variants\":[");
            for (int v = 0; v < VARIANTS; v++) {
                variant(json, index, store, p, v);
            }
            json.append("],\"images\":[],\"options\":[{\"name\":\"Size\",\"position\":1,")
                    .append("\"values\":[\"0\",\"1\",\"2\"]}]}");
        }
        return json.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void variant(StringBuilder json, int index, Store store, int product, int variant) {
        if (variant > 0) {
            json.append(',');
        }
        int number = product * VARIANTS + variant;
        json.append("{\"id\":")
                .append(id(index, number))
                .append(",\"title\":\"")
                .append(variant)
                .append("\",\"option1\":\"")
                .append(variant)
                .append("\",\"option2\":null,\"option3\":null,\"sku\":\"\",")
                .append("\"requires_shipping\":true,\"taxable\":true,\"featured_image\":null,")
                .append("\"available\":")
                .append(store.available[number])
                .append(",\"price\":\"49.99\",\"grams\":0,\"compare_at_price\":null,")
                .append("\"position\":")
                .append(variant + 1)
                .append("}");
    }
}
