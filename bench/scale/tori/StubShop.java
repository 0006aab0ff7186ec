package tori;

import org.jspecify.annotations.Nullable;

import tori.poll.Fetch;
import tori.poll.Reply;
import tori.poll.Transport;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands for the network and all shops behind it: 304 at once to whoever has an ETag, one page to
 * the rest; every so many fetches a page on which something has sold out, or is back. Thread-safe.
 */
final class StubShop implements Transport {

    static final String TAG = "\"1a2b3c\"";

    private final byte[] page;
    private final byte[] changed;
    private final int changeEvery;
    private final AtomicLong asked = new AtomicLong();

    /**
     * @param changeEvery so many fetches; 0 for never
     */
    StubShop(int products, int changeEvery) {
        this.page = page(products).getBytes(StandardCharsets.UTF_8);
        this.changed =
                page(products)
                        .replaceFirst("\"available\":true", "\"available\":false")
                        .getBytes(StandardCharsets.UTF_8);
        this.changeEvery = changeEvery;
    }

    /** A list of so many products with three variants each. */
    static String page(int products) {
        StringBuilder page = new StringBuilder("{\"products\":[");
        for (int i = 1; i <= products; i++) {
            page.append(i == 1 ? "" : ",").append(product(i));
        }
        return page.append("]}").toString();
    }

    private static String product(int id) {
        StringBuilder variants = new StringBuilder();
        for (int v = 0; v < 3; v++) {
            variants.append(v == 0 ? "" : ",")
                    .append(
                            """
                            {"id":%d,"title":"%s","option1":"%s","price":"19.90","available":true}\
                            """
                                    .formatted(id * 10 + v, "SML".charAt(v), "SML".charAt(v)));
        }
        return """
        {"id":%d,"title":"Shirt %d","handle":"shirt-%d","vendor":"Acme","product_type":"Shirts",\
        "options":[{"name":"Size"}],"variants":[%s]}\
        """
                .formatted(id, id, id, variants);
    }

    @Override
    public Reply fetch(Fetch fetch) {
        if (fetch.etag() == null) {
            return new Answer(fetch.uri(), page);
        }
        long number = asked.incrementAndGet();
        if (changeEvery > 0 && number % changeEvery == 0) {
            // By turns, so that a monitor sees one where it saw the other, mostly.
            return new Answer(fetch.uri(), number / changeEvery % 2 == 0 ? page : changed);
        }
        return new Answer(fetch.uri(), null);
    }

    private static final class Answer implements Reply {

        private final URI uri;
        private final byte @Nullable [] body;

        private Answer(URI uri, byte @Nullable [] body) {
            this.uri = uri;
            this.body = body;
        }

        @Override
        public int status() {
            return body == null ? 304 : 200;
        }

        @Override
        public @Nullable String header(String name) {
            // A new string each time, as from a network.
            return name.equalsIgnoreCase("ETag") ? new StringBuilder(TAG).toString() : null;
        }

        @Override
        public URI uri() {
            return uri;
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(body == null ? new byte[0] : body);
        }

        @Override
        public void close() {}
    }
}
