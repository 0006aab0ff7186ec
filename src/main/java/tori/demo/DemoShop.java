package tori.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A store whose stock lives: a variant sells out, another is back, a price moves, now and then a
 * product comes or goes. What it holds depends on the seed, the size and the number of steps alone.
 * Guarded by the {@link DemoStore} it belongs to.
 */
final class DemoShop {

    /** Every product and variant the shop will ever have gets a larger id than the one before. */
    private static final long FIRST_ID = 8_100_000_000_000L;

    private static final long ID_STEP = 32_768;

    /** Every how many steps; a step is half a second. */
    private static final int REPRICE_EVERY = 3;

    private static final int LAUNCH_EVERY = 40;
    private static final int RETIRE_EVERY = 60;
    private static final double AVAILABLE_AT_FIRST = 0.65;

    private static final String[] PLACES = {
        "Northlight",
        "Harbour",
        "Juniper",
        "Alder",
        "Saltmarsh",
        "Larkspur",
        "Pinecrest",
        "Riverside",
        "Fjord",
        "Meadow",
        "Copper Hill",
        "Driftwood"
    };
    private static final String[] COLOURS = {
        "Moss", "Sand", "Slate", "Rust", "Ivory", "Navy", "Plum", "Fog"
    };
    private static final String[] VENDORS = {"Alder & Finch", "Northlight Supply", "Kite Works"};

    private final SplittableRandom random;
    private final int size;

    /** Newest first, as Shopify lists them. */
    private final List<DemoProduct> products = new ArrayList<>();

    private long nextId = FIRST_ID;
    private long ticks;

    DemoShop(long seed, int size) {
        this.random = new SplittableRandom(seed);
        this.size = size;
        for (int i = 0; i < size; i++) {
            products.addFirst(launch(i - size));
        }
    }

    /** The products now, newest first. */
    List<DemoProduct> products() {
        return products;
    }

    /** Lives on until this many steps have passed since the beginning. */
    void advanceTo(long tick) {
        while (ticks < tick) {
            ticks++;
            step();
        }
    }

    private void step() {
        flip(ticks % 2 == 0);
        if (ticks % REPRICE_EVERY == 0) {
            reprice(any(anyProduct().variants()));
        }
        if (ticks % LAUNCH_EVERY == 0 && products.size() < size + size / 5) {
            products.addFirst(launch(ticks));
        }
        if (ticks % RETIRE_EVERY == 0 && products.size() > size - size / 5) {
            products.remove(random.nextInt(products.size()));
        }
    }

    /** Sells out, or restocks, one variant: the first fitting one from a random product on. */
    private void flip(boolean soldOut) {
        int start = random.nextInt(products.size());
        for (int i = 0; i < products.size(); i++) {
            DemoProduct product = products.get((start + i) % products.size());
            int first = random.nextInt(product.variants().size());
            for (int j = 0; j < product.variants().size(); j++) {
                DemoVariant variant =
                        product.variants().get((first + j) % product.variants().size());
                if (variant.available == soldOut) {
                    variant.available = !soldOut;
                    return;
                }
            }
        }
    }

    /** Up or down by 5 to 25 per cent, in steps of half a unit. */
    private void reprice(DemoVariant variant) {
        int percent = random.nextInt(5, 26) * (random.nextBoolean() ? 1 : -1);
        int cents = (variant.cents + variant.cents * percent / 100) / 50 * 50;
        variant.cents = Math.clamp(cents, 500, 50_000);
    }

    private DemoProduct launch(long tick) {
        long id = nextId;
        nextId += ID_STEP;
        DemoLine line = any(DemoLine.ALL);
        String title =
                PLACES[random.nextInt(PLACES.length)]
                        + " "
                        + any(line.things())
                        + " - "
                        + COLOURS[random.nextInt(COLOURS.length)];
        String handle =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
        int cents = line.baseCents() + random.nextInt(20) * 100;
        List<DemoVariant> variants = new ArrayList<>();
        for (String value : line.values()) {
            boolean available = random.nextDouble() < AVAILABLE_AT_FIRST;
            long variant = id * 8 + variants.size();
            variants.add(new DemoVariant(variant, value, cents, available));
        }
        String unique = handle + "-" + (id - FIRST_ID) / ID_STEP;
        String vendor = VENDORS[random.nextInt(VENDORS.length)];
        return new DemoProduct(id, title, unique, vendor, line, tick, List.copyOf(variants));
    }

    private DemoProduct anyProduct() {
        return any(products);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
