package tori.incident;

import java.time.Duration;

/** A check that knows itself when there is something to see, and is made then only. */
public interface Deadline extends Check {

    /**
     * How long it takes until the result of the last check may be another, unless the monitor is
     * woken before; positive.
     */
    Duration untilNext();
}
