package tori.telemetry;

import jdk.jfr.FlightRecorder;

/** Whether anybody may be recording. Stateless, any thread. */
public final class Flight {

    private Flight() {}

    /**
     * Whether the flight recorder was ever asked for in this process. Until then no event can be
     * wanted, and making the first one would load and set up the recorder: some 50 ms of processor
     * time, which the first poll of a start would wait for.
     */
    public static boolean mayBeRecorded() {
        return FlightRecorder.isInitialized();
    }
}
