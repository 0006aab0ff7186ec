package tori.poll;

import tori.model.MonitorId;

import java.io.IOException;

/**
 * Looks at one thing of one site. Called by one thread at a time (a virtual thread named after the
 * monitor); keeps what it saw last between calls.
 */
public interface Monitor {

    /** Which monitor this is. */
    MonitorId id();

    /**
     * Looks once. Expected failures are a {@link PollResult.Failed}; an {@link IOException} counts
     * as a failure to reach the site; anything else is a bug. Nothing is remembered of a poll that
     * fails.
     */
    PollResult poll() throws IOException, InterruptedException;

    /** What follows from the last poll, beside its result; not asked for after a failed one. */
    default Outlook outlook() {
        return Outlook.REGULAR;
    }
}
