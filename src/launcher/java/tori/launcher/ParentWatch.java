package tori.launcher;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Ends a tori whose launcher has gone without a word, as after kill -9. Waits on a daemon thread of
 * its own.
 */
final class ParentWatch {

    /** System property: the process id of the launcher; set by it alone. */
    static final String PARENT_PROPERTY = "tori.launcher.parent";

    /** As if TERM had ended it: 128 + 15. */
    static final int TERMINATED = 143;

    private ParentWatch() {}

    /** Begins to watch if a launcher started this process. */
    static void startIfLaunched() {
        String pid = System.clearProperty(PARENT_PROPERTY);
        if (pid == null) {
            return;
        }
        long parent = Long.parseLong(pid);
        if (parent == Pids.UNKNOWN) {
            return;
        }
        Thread thread = new Thread(() -> exitAfter(parent), "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private static void exitAfter(long parent) {
        try {
            Class<?> handleClass = Class.forName("java.lang.ProcessHandle");
            Optional<?> handle =
                    (Optional<?>) handleClass.getMethod("of", long.class).invoke(null, parent);
            if (handle.isPresent()) {
                ((Future<?>) handleClass.getMethod("onExit").invoke(handle.get())).get();
            }
            System.exit(TERMINATED);
        } catch (ReflectiveOperationException | ExecutionException e) {
            System.err.println("tori cannot watch the process that started it: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
