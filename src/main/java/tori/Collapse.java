package tori;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Set;

/**
 * Ends the process where a thread dies that it cannot do without, or where there is no memory left:
 * it would seem alive and do nothing. Whoever supervises it starts it anew; what must arrive is on
 * the disk. Runs on the thread that dies.
 */
final class Collapse implements Thread.UncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Collapse.class);

    /** What polls, sends, and writes down. */
    private static final Set<String> VITAL =
            Set.of("tori-wheel", "tori-dispatcher", "tori-store", "tori-outbox");

    private final Runnable end;

    /**
     * @param end ends the process at once: an orderly end needs what has just died
     */
    Collapse(Runnable end) {
        this.end = end;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable e) {
        boolean collapses = e instanceof OutOfMemoryError || VITAL.contains(thread.getName());
        try {
            if (collapses) {
                LOG.error(
                        "The thread {} died, and tori cannot do without; it ends, to be started"
                                + " anew",
                        thread.getName(),
                        e);
            } else {
                LOG.error("The thread {} died", thread.getName(), e);
            }
        } finally {
            if (collapses) {
                end.run();
            }
        }
    }
}
