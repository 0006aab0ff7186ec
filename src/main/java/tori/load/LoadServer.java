package tori.load;

import tori.time.NanoClock;
import tori.time.Sleeper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stores, on one port of loopback. Answers on the threads of the connections.
 *
 * <p>Each page is sent in full and without an ETag, so that what is measured stays comparable with
 * what was measured before.
 */
final class LoadServer implements AutoCloseable {

    private static final Pattern STORE = Pattern.compile("/s(\\d+)/products\\.json\\?.*");
    private static final Pattern PAGE = Pattern.compile("[?&]page=(\\d+)");
    private static final byte[] EMPTY = "{\"products\":[]}".getBytes(StandardCharsets.US_ASCII);

    private final StoreFleet fleet;
    private final PageEncoding encoding;
    private final ChangeBook book;
    private final NanoClock clock;
    private final LoopbackServer server;
    private final LongAdder polls = new LongAdder();

    LoadServer(
            StoreFleet fleet,
            PageEncoding encoding,
            ChangeBook book,
            NanoClock clock,
            Sleeper sleeper)
            throws IOException {
        this.encoding = encoding;
        this.fleet = fleet;
        this.book = book;
        this.clock = clock;
        this.server = new LoopbackServer(0, this::answer, clock, sleeper);
    }

    int port() {
        return server.port();
    }

    /** How many pages were asked for. */
    long polls() {
        return polls.sum();
    }

    private Reply answer(Request request) {
        Matcher store = STORE.matcher(request.path);
        if (!store.matches()) {
            return json(EMPTY);
        }
        polls.increment();
        Matcher number = PAGE.matcher(request.path);
        if (number.find() && !number.group(1).equals("1")) {
            return json(EMPTY);
        }
        StoreFleet.Page page = fleet.page(Integer.parseInt(store.group(1)));
        byte[] body = page.body().bytes;
        Reply reply =
                request.accepts(encoding)
                        ? json(encoding.pack(body)).header("Content-Encoding", "" + encoding)
                        : json(body);
        long beforeNanos = clock.nanoTime();
        for (StoreFleet.Shown shown : page.shown()) {
            book.serving(shown.variant(), shown.available(), beforeNanos);
        }
        reply.written =
                () -> {
                    long nowNanos = clock.nanoTime();
                    for (StoreFleet.Shown shown : page.shown()) {
                        book.served(shown.variant(), shown.available(), nowNanos);
                    }
                };
        return reply;
    }

    private static Reply json(byte[] body) {
        return Reply.of("200 OK", body).header("Content-Type", "application/json");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
