package tori.shopify;

import tori.poll.Fetch;
import tori.poll.Reply;
import tori.poll.Transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers as a test says, and remembers what it was asked. */
final class FakeShop implements Transport {

    /** An answer. */
    record Answer(int status, byte[] content, Map<String, String> headers, URI uri)
            implements Reply {
        static Answer of(int status, String body) {
            return new Answer(status, body.getBytes(StandardCharsets.UTF_8), Map.of(), null);
        }

        Answer with(String name, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(name, value);
            return new Answer(status, content, more, uri);
        }

        Answer from(URI end) {
            return new Answer(status, content, headers, end);
        }

        @Override
        public String header(String name) {
            return headers.get(name);
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public void close() {}
    }

    /** Answers one request. */
    interface Handler {
        Answer answer(Fetch fetch) throws IOException;
    }

    final List<Fetch> asked = new ArrayList<>();
    private Handler handler = fetch -> Answer.of(404, "");

    void answer(Handler newHandler) {
        handler = newHandler;
    }

    /** Every page holds the body that stands for its number; the rest are empty. */
    void pages(String... bodies) {
        answer(fetch -> {
            int page = page(fetch);
            return Answer.of(200, page <= bodies.length ? bodies[page - 1] : "{\"products\":[]}");
        });
    }

    static int page(Fetch fetch) {
        String query = fetch.uri().getQuery();
        return Integer.parseInt(query.substring(query.lastIndexOf("page=") + 5));
    }

    @Override
    public Reply fetch(Fetch fetch) throws IOException {
        asked.add(fetch);
        Answer answer = handler.answer(fetch);
        return answer.uri() == null ? answer.from(fetch.uri()) : answer;
    }
}
