package tori.api;

import tori.model.Event;

import java.util.List;
import java.util.function.Consumer;

/** The events as they are raised. Thread-safe. */
public interface EventFeed {

    /** Nothing ever happens. */
    EventFeed NONE =
            new EventFeed() {
                @Override
                public List<Event> newest(int limit) {
                    return List.of();
                }

                @Override
                public void listen(Consumer<Event> listener) {}

                @Override
                public void leave(Consumer<Event> listener) {}
            };

    /**
     * The newest events, newest first.
     *
     * @param limit at most this many
     */
    List<Event> newest(int limit);

    /**
     * Tells a listener of every event from now on, on the thread that raises it: it must neither
     * block nor throw.
     */
    void listen(Consumer<Event> listener);

    /** Tells this listener no more. */
    void leave(Consumer<Event> listener);
}
