package tori.dispatch;

import tori.telemetry.Meters;

/** Is told of every event that is dropped while it waits. Called by the dispatcher thread. */
interface Losses {

    /** One made room for another. */
    void evicted();

    /** One was too old. */
    void expired();

    /** One was overtaken by its opposite. */
    void cancelled();

    /** Counts them as a destination's. */
    static Losses of(String destination, Meters meters) {
        return new Losses() {
            @Override
            public void evicted() {
                meters.evicted(destination);
            }

            @Override
            public void expired() {
                meters.expired(destination);
            }

            @Override
            public void cancelled() {
                meters.cancelled(destination);
            }
        };
    }
}
