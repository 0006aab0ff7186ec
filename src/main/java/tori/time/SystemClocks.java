package tori.time;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;

/** The machine's clocks; the only place that reads them or sleeps. Any thread. */
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

    /** Waiting for as long as the monotonic clock says. */
    public static Sleeper sleeper() {
        return nanos -> Thread.sleep(Duration.ofNanos(Math.max(0, nanos)));
    }
}
