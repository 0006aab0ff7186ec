package tori.dispatch;

import tori.model.Event;
import tori.telemetry.Meters;

/** Is told of every event that is dropped while it waits. Called by the dispatcher thread. */
interface Losses {

    /** One made room for another. */
    void evicted(Event event);

    /** One was too old. */
    void expired(Event event);

    /** One was overtaken by its opposite. */
    void cancelled(Event event, Event by);

    /** Counts them as a destination's. */
    static Losses of(String destination, Meters meters) {
        return new Losses() {
            @Override
            public void evicted(Event event) {
                meters.evicted(destination);
            }

            @Override
            public void expired(Event event) {
                meters.expired(destination);
            }

            @Override
            public void cancelled(Event event, Event by) {
                meters.cancelled(destination);
            }
        };
    }
}
