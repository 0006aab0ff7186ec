package tori.dispatch;

import tori.model.Rate;

/**
 * Remembers when requests were completed, across restarts, so that a limit holds in a window in
 * which tori was restarted. Thread-safe, and no method blocks.
 *
 * <p>Instants are readings of this run's {@link tori.time.NanoClock}; the log translates those of
 * earlier runs by the wall clock. An instant in the future, because the wall clock was set back, is
 * taken for now, which errs on the safe side.
 */
public interface SendLog {

    /** Remembers nothing: a restart gives all permits anew. */
    SendLog NONE =
            new SendLog() {
                @Override
                public void record(String scope, Rate rate, long completedNanos) {}

                @Override
                public long[] completions(String scope) {
                    return new long[0];
                }
            };

    /**
     * A request that counts towards a limit was completed. Written soon: a process that is killed
     * loses the last moments.
     *
     * @param scope what the limit is counted by
     * @param rate the limit; what is older than its {@code per}, or older than its {@code limit}
     *     newest ones, may be forgotten
     */
    void record(String scope, Rate rate, long completedNanos);

    /** What is remembered of a scope, this run's included; oldest first, empty if nothing. */
    long[] completions(String scope);
}
