package tori.shopify;

import tori.poll.Fetch;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The page of 250 products, as it was made at two times; asked for at one address only. */
public final class BenchmarkPages {

    private static final String TIME = "2026-07-31T18:34:44Z";

    private BenchmarkPages() {}

    /** Two answers that differ in nothing but their time; of 249 products, so that none follows. */
    public static byte[][] pages() {
        String page = new String(BenchmarkCatalog.page(42, 249, -1), StandardCharsets.UTF_8);
        return new byte[][] {
            page.getBytes(StandardCharsets.UTF_8),
            page.replace(TIME, "2026-08-01T07:08:09Z").getBytes(StandardCharsets.UTF_8)
        };
    }

    /** The same fetch of another address. */
    public static Fetch to(URI uri, Fetch fetch) {
        return new Fetch(
                uri,
                fetch.accept(),
                fetch.etag(),
                fetch.known(),
                fetch.timeout(),
                fetch.maxBytes());
    }
}
