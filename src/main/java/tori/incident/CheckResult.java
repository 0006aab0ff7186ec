package tori.incident;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** What one check found. */
public sealed interface CheckResult {

    /**
     * It works.
     *
     * @param latency from the request to the last byte of the answer; zero where there is none
     */
    record Passed(Duration latency) implements CheckResult {}

    /**
     * It does not work.
     *
     * @param cause what kind of failure
     * @param detail in words, without secrets
     * @param latency until it failed; null where it was not measured
     */
    record Failed(CheckCause cause, String detail, @Nullable Duration latency)
            implements CheckResult {}

    /**
     * Nobody can say: tori itself could not look.
     *
     * @param detail in words
     */
    record Unknown(String detail) implements CheckResult {}
}
