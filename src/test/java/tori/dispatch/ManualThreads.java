package tori.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Runs the dispatcher's threads on the test's own, when the test says so. */
final class ManualThreads implements SendThreads {

    private record Started(String name, Runnable task, Thread thread) {}

    private final Queue<Started> started = new ArrayDeque<>();

    @Override
    public Thread start(String name, Runnable task) {
        Thread thread = Thread.ofVirtual().unstarted(() -> {});
        started.add(new Started(name, task, thread));
        return thread;
    }

    /** The names of threads started and not run yet. */
    List<String> names() {
        return new ArrayList<>(started.stream().map(Started::name).toList());
    }

    /** Takes over the next task that waits to be run. */
    Runnable next() {
        return started.remove().task();
    }

    /** Takes over the first of this name that waits to be run. */
    Runnable next(String name) {
        Started first =
                started.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        started.remove(first);
        return first.task();
    }

    /** What the dispatcher holds of the first of this name that waits to be run. */
    Thread thread(String name) {
        return started.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .thread();
    }

    boolean isEmpty() {
        return started.isEmpty();
    }
}
