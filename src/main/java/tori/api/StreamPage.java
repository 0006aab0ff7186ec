package tori.api;

import io.helidon.webserver.CloseConnectionException;

import org.jspecify.annotations.Nullable;

import tori.model.Event;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Answers with a stream of what happens, as server-sent events. A request's thread stays until the
 * reader leaves or the server stops.
 */
final class StreamPage {

    static final String PATH = "/api/v1/stream";

    /** As many as are remembered. */
    private static final int MAX_MISSED = 100;

    private final LiveStream stream;
    private final EventFeed events;

    StreamPage(LiveStream stream, EventFeed events) {
        this.stream = stream;
        this.events = events;
    }

    void addTo(Router router) {
        router.get(Audience.READERS, PATH, this::answer);
    }

    private void answer(Exchange exchange) throws InterruptedException {
        Caller caller = Viewer.of(exchange);
        if (caller == null) {
            return;
        }
        if (exchange.method().equals("HEAD")) {
            exchange.send(200, "text/event-stream", new byte[0]);
            return;
        }
        boolean polls = "true".equals(exchange.parameter("polls"));
        StreamReader reader = stream.join(caller, polls);
        if (reader == null) {
            exchange.replaceHeader("Retry-After", "30");
            exchange.fail(
                    503,
                    ErrorKind.CONFLICT,
                    "too many look already; close another window, or try again later");
            return;
        }
        try {
            write(exchange, reader);
        } finally {
            stream.leave(reader);
        }
    }

    private void write(Exchange exchange, StreamReader reader) throws InterruptedException {
        try (OutputStream out = exchange.open("text/event-stream; charset=utf-8")) {
            reader.run(out, missed(exchange.header("Last-Event-ID")));
        } catch (IOException | RuntimeException e) {
            // They left. Nobody is there to be told anything, not even that the stream has ended.
            throw new CloseConnectionException("the reader of a stream has left", e);
        }
    }

    /** What has happened since, oldest first; nothing for somebody who comes for the first time. */
    private List<Event> missed(@Nullable String lastId) {
        if (lastId == null || lastId.isEmpty()) {
            return List.of();
        }
        UUID last;
        try {
            last = UUID.fromString(lastId);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
        List<Event> missed = new ArrayList<>();
        for (Event event : events.newest(MAX_MISSED)) {
            // Ids begin with the time: an id that is forgotten still says where to go on.
            if (event.id().equals(last) || compare(event.id(), last) < 0) {
                break;
            }
            missed.add(event);
        }
        return List.copyOf(missed.reversed());
    }

    private static int compare(UUID one, UUID other) {
        int high =
                Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }
}
