package tori.dispatch;

import org.jspecify.annotations.Nullable;

import tori.model.Event;

/**
 * Is told what becomes of each event of the freshest lanes. Thread-safe; no method blocks, as the
 * dispatcher calls them.
 */
public interface FateLog {

    /** Nobody wants to know. */
    FateLog NONE =
            new FateLog() {
                @Override
                public void note(
                        Event event,
                        String destination,
                        Fate fate,
                        long nanos,
                        @Nullable String words) {}

                @Override
                public void cancelled(Event event, String destination, Event by) {}

                @Override
                public void sending(Event event, String destination, Departing departing) {}
            };

    /**
     * One request that carries events.
     *
     * @param nanos when it was let go
     * @param number its place among the requests of the destination's sender, from 1
     * @param events how many it carries
     * @param waitedFor what kept it back before; null for nothing
     */
    record Departing(long nanos, long number, int events, @Nullable String waitedFor) {}

    /**
     * Something became of an event.
     *
     * @param nanos when, by the monotonic clock; 0 for now
     * @param words what there is to say about it, without secrets; null for nothing
     */
    void note(Event event, String destination, Fate fate, long nanos, @Nullable String words);

    /** Its opposite has overtaken it. */
    void cancelled(Event event, String destination, Event by);

    /** It leaves in a request. */
    void sending(Event event, String destination, Departing departing);
}
