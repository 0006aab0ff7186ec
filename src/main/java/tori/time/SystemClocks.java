package tori.time;

import java.time.Clock;
import java.time.InstantSource;

/** The machine's clocks; the only place that reads them. Any thread. */
public final class SystemClocks {

    private SystemClocks() {}

    /** The monotonic clock of this process. */
    public static NanoClock monotonic() {
        return System::nanoTime;
    }

    /** The wall clock. */
    public static InstantSource wall() {
        return Clock.systemUTC();
    }
}
