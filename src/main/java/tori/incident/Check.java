package tori.incident;

import java.io.IOException;

/**
 * Looks once whether something works. Called by one thread at a time, the virtual thread of its
 * monitor.
 */
public interface Check {

    /**
     * Looks once. What is expected to go wrong is a {@link CheckResult}; an {@link IOException}
     * counts as a failed connection; anything else is a bug.
     */
    CheckResult check() throws IOException, InterruptedException;
}
