package tori.load;

import org.jspecify.annotations.Nullable;

import tori.time.NanoClock;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the polls of a {@link StoreFleet}: a page with its tag where something has changed, 304
 * where nothing has. Thread-safe.
 */
final class StorePages {

    /** Which of its changes a page shows is told to this. Thread-safe. */
    interface Shown {

        /** A page that shows the change is about to be handed to the network. */
        void serving(int store, long variant, boolean available, long nowNanos);

        /** Its last byte has been handed to the network. */
        void served(long variant, boolean available, long nowNanos);
    }

    private static final Pattern STORE = Pattern.compile("/s(\\d{1,9})/products\\.json\\?.*");
    private static final Pattern LATER_PAGE = Pattern.compile("[?&]page=(?!1(?:&|$))");
    private static final byte[] EMPTY = "{\"products\":[]}".getBytes(StandardCharsets.US_ASCII);

    /** A page as it is sent: compressed once, and told apart by its number. */
    private static final class Rendered {
        final StoreFleet.Body body;
        final byte[] gzip;
        final String etag;

        Rendered(StoreFleet.Body body, long number) {
            this.body = body;
            this.gzip = PageEncoding.GZIP.pack(body.bytes);
            this.etag = "\"page-" + number + "\"";
        }
    }

    private final StoreFleet fleet;
    private final Shown shown;
    private final NanoClock clock;
    private final AtomicReferenceArray<@Nullable Rendered> rendered;
    private final LongAdder polls = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder pages = new LongAdder();

    StorePages(StoreFleet fleet, Shown shown, NanoClock clock) {
        this.fleet = fleet;
        this.shown = shown;
        this.clock = clock;
        this.rendered = new AtomicReferenceArray<>(fleet.stores());
    }

    /** How many first pages were asked for. */
    long polls() {
        return polls.sum();
    }

    /** How many of them were answered 304. */
    long unchanged() {
        return unchanged.sum();
    }

    /** The answer; null if the request is not for a store. */
    @Nullable Reply answer(Request request) {
        Matcher path = STORE.matcher(request.path);
        if (!path.matches() || Integer.parseInt(path.group(1)) >= fleet.stores()) {
            return null;
        }
        if (LATER_PAGE.matcher(request.path).find()) {
            return Reply.of("200 OK", EMPTY).header("Content-Type", "application/json");
        }
        polls.increment();
        int store = Integer.parseInt(path.group(1));
        StoreFleet.Page page = fleet.page(store);
        Rendered latest = rendered(store, page.body());
        if (latest.etag.equals(request.etag)) {
            unchanged.increment();
            return Reply.of("304 Not Modified", new byte[0]).header("ETag", latest.etag);
        }
        long beforeNanos = clock.nanoTime();
        for (StoreFleet.Shown each : page.shown()) {
            shown.serving(store, each.variant(), each.available(), beforeNanos);
        }
        Reply reply =
                request.accepts(PageEncoding.GZIP)
                        ? Reply.of("200 OK", latest.gzip).header("Content-Encoding", "gzip")
                        : Reply.of("200 OK", latest.body.bytes);
        reply.header("Content-Type", "application/json").header("ETag", latest.etag);
        reply.written =
                () -> {
                    long nowNanos = clock.nanoTime();
                    for (StoreFleet.Shown each : page.shown()) {
                        shown.served(each.variant(), each.available(), nowNanos);
                    }
                };
        return reply;
    }

    private Rendered rendered(int store, StoreFleet.Body body) {
        Rendered latest = rendered.get(store);
        if (latest == null || latest.body != body) {
            pages.increment();
            latest = new Rendered(body, pages.sum() * fleet.stores() + store);
            rendered.set(store, latest);
        }
        return latest;
    }
}
