package tori.demo;

import org.jspecify.annotations.Nullable;

import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.poll.Reply;
import tori.poll.Transport;
import tori.time.NanoClock;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers {@code demo://store?seed=1&products=300} as a Shopify store would: {@code /products.json}
 * and {@code /collections/HANDLE/products.json} with {@code limit} and {@code page}, {@code
 * /collections/HANDLE.json}, {@code /products/HANDLE.js} and {@code .json}, {@code /meta.json},
 * ETags and 304. Thread-safe: one lock, held while a page is written.
 *
 * <p>The stores begin to live when this object is made, one step every half a second, each step
 * selling out or restocking one variant: within two seconds something is back.
 */
public final class DemoStore implements Transport {

    /** The scheme of the addresses that are answered here. */
    public static final String SCHEME = "demo";

    private static final long TICK_NANOS = 500_000_000;
    private static final int DEFAULT_PRODUCTS = 300;
    private static final int MAX_PRODUCTS = 5_000;
    private static final int DEFAULT_LIMIT = 30;
    private static final int MAX_LIMIT = 250;

    /** Different stores that live at once; a demo has one. */
    private static final int MAX_SHOPS = 64;

    private record Key(long seed, int products) {}

    private final NanoClock clock;
    private final InstantSource wall;
    private final long startNanos;
    private final Map<Key, DemoShop> shops = new HashMap<>();

    /**
     * @param clock moves the stores on
     * @param wall written into what the stores answer
     */
    public DemoStore(NanoClock clock, InstantSource wall) {
        this.clock = clock;
        this.wall = wall;
        this.startNanos = clock.nanoTime();
    }

    @Override
    public Reply fetch(Fetch fetch) throws FetchException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the demo's store was asked");
        }
        URI uri = fetch.uri();
        if (!SCHEME.equals(uri.getScheme())) {
            throw new FetchException(
                    Cause.CONNECTION, "the demo's store answers demo:// only: " + uri, null);
        }
        DemoReply reply = answer(uri, fetch.etag());
        if (reply.length() > fetch.maxBytes()) {
            throw new FetchException(
                    Cause.TOO_LARGE,
                    "the answer has " + reply.length() + " bytes; allowed are " + fetch.maxBytes(),
                    null);
        }
        return reply;
    }

    private synchronized DemoReply answer(URI uri, @Nullable String knownEtag)
            throws FetchException {
        long seed = number(uri, "seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
        int size = (int) number(uri, "products", DEFAULT_PRODUCTS, 1, MAX_PRODUCTS);
        DemoShop shop = shop(new Key(seed, size));
        shop.advanceTo((clock.nanoTime() - startNanos) / TICK_NANOS);
        String path = uri.getPath() == null ? "" : uri.getPath();
        if (path.equals("/products.json")) {
            return list(uri, knownEtag, shop.products());
        }
        if (path.startsWith("/products/")) {
            return product(uri, path.substring("/products/".length()), shop);
        }
        if (path.equals("/meta.json")) {
            return new DemoReply(uri, 200, null, DemoPages.META);
        }
        if (path.startsWith("/collections/")) {
            return collection(uri, knownEtag, path.substring("/collections/".length()), shop);
        }
        return new DemoReply(uri, 404, null, "{\"errors\":\"Not Found\"}");
    }

    private DemoShop shop(Key key) throws FetchException {
        DemoShop shop = shops.get(key);
        if (shop == null) {
            if (shops.size() >= MAX_SHOPS) {
                throw new FetchException(
                        Cause.CONNECTION, "no more than " + MAX_SHOPS + " demo stores", null);
            }
            shop = new DemoShop(key.seed(), key.products());
            shops.put(key, shop);
        }
        return shop;
    }

    private DemoReply collection(URI uri, @Nullable String knownEtag, String rest, DemoShop shop)
            throws FetchException {
        for (DemoLine line : DemoLine.ALL) {
            List<DemoProduct> products =
                    shop.products().stream()
                            .filter(product -> product.line().equals(line))
                            .toList();
            if (rest.equals(line.handle() + "/products.json")) {
                return list(uri, knownEtag, products);
            }
            if (rest.equals(line.handle() + ".json")) {
                return new DemoReply(uri, 200, null, DemoPages.collection(line, products.size()));
            }
        }
        if (rest.endsWith("/products.json")) {
            // Shopify shows an empty list of a collection that does not exist.
            return new DemoReply(uri, 200, null, DemoPages.page(List.of(), wall.instant()));
        }
        return new DemoReply(uri, 404, null, "{\"errors\":\"Not Found\"}");
    }

    private DemoReply product(URI uri, String file, DemoShop shop) {
        for (DemoProduct product : shop.products()) {
            if (file.equals(product.handle() + ".js")) {
                return new DemoReply(uri, 200, null, DemoPages.withStock(product));
            }
            if (file.equals(product.handle() + ".json")) {
                String json = DemoPages.withPrices(product, wall.instant());
                return new DemoReply(uri, 200, null, json);
            }
        }
        return new DemoReply(uri, 404, null, "{\"errors\":\"Not Found\"}");
    }

    private DemoReply list(URI uri, @Nullable String knownEtag, List<DemoProduct> products)
            throws FetchException {
        int limit = (int) number(uri, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        long page = number(uri, "page", 1, 1, Integer.MAX_VALUE);
        int from = (int) Math.min((page - 1) * limit, products.size());
        int to = Math.min(from + limit, products.size());
        List<DemoProduct> shown = products.subList(from, to);
        // Two pages are the same if they differ in nothing but the time they were written.
        String timeless = DemoPages.page(shown, Instant.EPOCH);
        String etag = "W/\"" + Long.toHexString(hash(timeless)) + "\"";
        if (etag.equals(knownEtag)) {
            return new DemoReply(uri, 304, etag, "");
        }
        return new DemoReply(uri, 200, etag, DemoPages.page(shown, wall.instant()));
    }

    /** FNV-1a over the characters, 64 bits. */
    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }

    private static long number(URI uri, String name, long otherwise, long least, long most)
            throws FetchException {
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(name + "=")) {
                String value = parameter.substring(name.length() + 1);
                try {
                    return Math.clamp(Long.parseLong(value), least, most);
                } catch (NumberFormatException e) {
                    throw new FetchException(
                            Cause.UNEXPECTED_STATUS,
                            "the demo's store wants a number for " + name + ", not " + value,
                            e);
                }
            }
        }
        return otherwise;
    }
}
