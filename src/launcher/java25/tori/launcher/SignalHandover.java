package tori.launcher;

import sun.misc.Signal;
import sun.misc.SignalHandler;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a signal that asks this process to end from being lost while it becomes another program:
 * what the JVM has taken, and not yet acted upon, would be gone with it. Main thread only. Uses the
 * JDK's class for signals as it is: reflection and lambdas would take longer than all the rest.
 *
 * <p>From {@link #begin} on the system itself ends the process by such a signal, as it does while
 * the next JVM boots. What came before is on its way through the JVM: its dispatcher hands on one
 * signal after the other, smaller numbers first, each to a thread that it starts. So once it has
 * handed on a signal of our own with a larger number, the thread of every earlier one has begun,
 * and is waited for; it ends the process.
 */
final class SignalHandover {

    private static final String[] ENDING = {"HUP", "INT", "TERM"};

    /** Ignored by default, and larger than the others. */
    private static final String MARKER = "WINCH";

    /** Dispatching takes well under a millisecond; more only where the machine is busy. */
    private static final int MAX_SECONDS = 5;

    private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();

    private SignalHandover() {}

    /** Leaves the signals to the system, and waits for those that the JVM has taken already. */
    static SignalHandover begin() throws InterruptedException {
        SignalHandover handover = new SignalHandover();
        for (String name : ENDING) {
            handover.handle(name, SignalHandler.SIG_DFL);
        }
        Dispatched dispatched = new Dispatched();
        if (handover.handle(MARKER, dispatched)) {
            Signal.raise(new Signal(MARKER));
            if (dispatched.once.await(MAX_SECONDS, TimeUnit.SECONDS)) {
                awaitHandlers();
            }
        }
        return handover;
    }

    /** Hears of the marker, on a thread of the JVM. */
    private static final class Dispatched implements SignalHandler {

        private final CountDownLatch once = new CountDownLatch(1);

        @Override
        public void handle(Signal signal) {
            once.countDown();
        }
    }

    /** For when this program goes on after all. */
    void undo() {
        for (Map.Entry<Signal, SignalHandler> entry : before.entrySet()) {
            Signal.handle(entry.getKey(), entry.getValue());
        }
    }

    /** False if the JVM was told to leave the signal alone, or cannot hear it. */
    private boolean handle(String name, SignalHandler handler) {
        try {
            Signal signal = new Signal(name);
            SignalHandler replaced = Signal.handle(signal, handler);
            before.put(signal, replaced);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void awaitHandlers() throws InterruptedException {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[root.activeCount() + 16];
        int count = root.enumerate(threads);
        for (int i = 0; i < count; i++) {
            String name = threads[i].getName();
            if (name.endsWith(" handler") && !name.contains(MARKER)) {
                threads[i].join(TimeUnit.SECONDS.toMillis(MAX_SECONDS));
            }
        }
    }
}
