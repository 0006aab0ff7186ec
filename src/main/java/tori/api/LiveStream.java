package tori.api;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Event;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Tells everybody who looks what happens: events at once, on the thread that raises them, which
 * only puts them into queues; how monitors stand by comparing all rows twice a second, on one
 * virtual thread that runs only while somebody looks. Thread-safe.
 */
final class LiveStream implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

    /** Each holds a connection and a request's place, of which others are to have most. */
    static final int MAX_READERS = 64;

    /** Windows that one user has open; the operator may have all. */
    static final int MAX_READERS_OF_USER = 8;

    /** Below what people notice, and far above what comparing ten thousand rows takes. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(400);

    /** Proxies give up a connection on which nothing comes for a minute, some for half of it. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private static final long STUCK_NANOS = Duration.ofSeconds(15).toNanos();

    private final StatusSource status;
    private final ViewSources views;
    private final Set<StreamReader> readers = ConcurrentHashMap.newKeySet();
    private final Consumer<Event> listener = this::raised;
    private final Object lock = new Object();
    private @Nullable StateChanges changes;
    private @Nullable Thread watcher;
    private boolean closed;

    LiveStream(StatusSource status, ViewSources views) {
        this.status = status;
        this.views = views;
    }

    /** Begins to listen; once. */
    void start() {
        views.events().listen(listener);
    }

    private void raised(Event event) {
        for (StreamReader reader : readers) {
            reader.raised(event);
        }
    }

    /**
     * Somebody who is told everything from now on; null if there are too many already.
     *
     * @param polls whether they want to know of each poll
     */
    @Nullable StreamReader join(Caller caller, boolean polls) {
        synchronized (lock) {
            if (closed || readers.size() >= MAX_READERS || hasEnough(caller)) {
                return null;
            }
            if (readers.isEmpty()) {
                changes = new StateChanges(status.monitors());
            }
            StreamReader reader =
                    new StreamReader(caller, polls, SILENCE, views.clock(), views.figures());
            readers.add(reader);
            views.figures().came();
            if (watcher == null) {
                watcher = Thread.ofVirtual().name("live stream").start(this::watch);
            }
            return reader;
        }
    }

    private boolean hasEnough(Caller caller) {
        return !caller.admin()
                && readers.stream().filter(reader -> reader.caller().equals(caller)).count()
                        >= MAX_READERS_OF_USER;
    }

    /** They are told nothing more. */
    void leave(StreamReader reader) {
        if (readers.remove(reader)) {
            views.figures().left();
        }
    }

    private void watch() {
        try {
            while (true) {
                views.sleeper().sleep(BETWEEN_LOOKS.toNanos());
                synchronized (lock) {
                    if (closed || readers.isEmpty()) {
                        watcher = null;
                        return;
                    }
                }
                try {
                    look();
                } catch (RuntimeException e) {
                    views.loopFailed().run();
                    LOG.error("The monitors could not be compared; trying again", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Compares all rows once, and cuts off who reads nothing. */
    void look() {
        StateChanges.Difference difference;
        synchronized (lock) {
            if (changes == null) {
                return;
            }
            difference = changes.next(status.monitors());
        }
        long nowNanos = views.clock().nanoTime();
        for (StreamReader reader : readers) {
            if (!difference.isEmpty()) {
                reader.moved(difference);
            }
            if (reader.isStuck(nowNanos, STUCK_NANOS)) {
                leave(reader);
                views.figures().stuckOne();
                reader.cut();
            }
        }
    }

    /** Ends all streams; nobody can join any more. */
    @Override
    public void close() {
        Thread watching;
        synchronized (lock) {
            closed = true;
            watching = watcher;
        }
        views.events().leave(listener);
        readers.forEach(StreamReader::end);
        if (watching != null) {
            watching.interrupt();
        }
    }
}
