package tori.time;

/** Waits on the calling thread; where a wait has to be passed in, so that tests need not wait. */
@FunctionalInterface
public interface Sleeper {

    /**
     * Returns after {@code nanos} nanoseconds, at once if that is not positive.
     *
     * @throws InterruptedException if the thread was or is interrupted
     */
    void sleep(long nanos) throws InterruptedException;
}
