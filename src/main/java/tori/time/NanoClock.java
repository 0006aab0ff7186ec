package tori.time;

/** A monotonic clock. Readings may be compared and subtracted, nothing else. */
@FunctionalInterface
public interface NanoClock {

    /** Nanoseconds since an arbitrary origin that does not move while the process lives. */
    long nanoTime();
}
