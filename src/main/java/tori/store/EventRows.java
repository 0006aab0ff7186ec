package tori.store;

import tori.model.Event;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Makes rows of the event log. Any thread. */
final class EventRows {

    private final Function<Event, byte[]> encoder;

    EventRows(Function<Event, byte[]> encoder) {
        this.encoder = encoder;
    }

    StoredEvent row(Event event) {
        return new StoredEvent(
                event.id(),
                event.time(),
                event.source().source(),
                event.type().wireName(),
                event.subject(),
                new String(encoder.apply(event), StandardCharsets.UTF_8));
    }
}
