package tori.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Event;
import tori.time.SystemClocks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The loop of the thread {@code tori-store}: writes whatever waits as one transaction, again and
 * again; retries with backoff while the disk refuses; prunes the event log in small pieces between.
 */
final class StoreWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

    /** How often the log is looked through for old events. */
    private static final long PRUNE_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    /** Rows deleted at once: a few milliseconds, so that writing never waits long. */
    private static final int PRUNE_CHUNK = 500;

    /** Between two pieces of pruning while more is to be pruned. */
    private static final long PRUNE_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    /** Between two attempts once the store is being closed. */
    private static final long CLOSING_RETRY_NANOS = Duration.ofMillis(50).toNanos();

    private final StoreSettings settings;
    private final StoreDependencies dependencies;
    private final PendingChanges pending;
    private final SendTimes sends;
    private final Tables tables;
    private final ReentrantLock connectionLock;
    private final FileIdentity identity;
    private boolean toldLost;
    private final Path file;

    private volatile long stopNanos;
    private int failedAttempts;
    private long nextPruneNanos;

    /** What there may be to write. */
    record Waiting(PendingChanges changes, SendTimes sends) {}

    StoreWriter(
            StoreSettings settings,
            StoreDependencies dependencies,
            Waiting waiting,
            Tables tables,
            ReentrantLock connectionLock) {
        this.settings = settings;
        this.dependencies = dependencies;
        this.pending = waiting.changes();
        this.sends = waiting.sends();
        this.tables = tables;
        this.connectionLock = connectionLock;
        this.file = settings.file();
        this.identity = new FileIdentity(file);
    }

    /** Asks the loop to end once all is written, at the latest after this time. Any thread. */
    void stop(Duration timeout) {
        stopNanos = dependencies.clock().nanoTime() + timeout.toNanos();
        pending.close();
    }

    @Override
    public void run() {
        nextPruneNanos = dependencies.clock().nanoTime();
        try {
            while (!isDone()) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDone() {
        if (!pending.isClosed()) {
            return false;
        }
        boolean nothingWaits = pending.isEmpty() && !sends.hasChanged();
        return nothingWaits || dependencies.clock().nanoTime() - stopNanos >= 0;
    }

    private void step() throws InterruptedException {
        try {
            List<PendingChange> batch = pending.take(settings.maxBatchRows());
            if (!batch.isEmpty() || sends.hasChanged()) {
                write(batch);
            }
            pruneIfDue();
            if (pending.isEmpty()) {
                pending.await(nextPruneNanos - dependencies.clock().nanoTime());
            }
        } catch (SQLException e) {
            failed(e, Reasons.text(file, e));
        } catch (RuntimeException e) {
            dependencies.meters().loopFailed("store");
            failed(e, file + " was not written because of a bug");
        }
    }

    private void write(List<PendingChange> batch) throws SQLException {
        List<StoredEvent> rows = encode(batch);
        Instant now = dependencies.wall().instant();
        inTransaction(
                () -> {
                    for (PendingChange change : batch) {
                        tables.write(change, now);
                    }
                    tables.append(rows);
                    sends.writeChanged();
                    return rows.size();
                },
                () -> {
                    pending.written();
                    sends.written();
                });
        if (failedAttempts > 0) {
            LOG.info("{} is written again after {} failed attempts", file, failedAttempts);
            failedAttempts = 0;
        }
        tellIfLost();
    }

    private void tellIfLost() {
        boolean kept = identity.isKept();
        if (!kept && !toldLost) {
            LOG.error(
                    "{} was deleted or replaced while tori runs: what is written now is gone when"
                            + " tori stops, and the next start begins without earlier state; alerts"
                            + " go on; put the file back or restart tori",
                    file);
            dependencies.meters().storeLost(1);
        }
        toldLost = !kept;
    }

    /** An event that cannot be encoded is a bug, and must not keep all others from the disk. */
    private List<StoredEvent> encode(List<PendingChange> batch) {
        List<StoredEvent> rows = new ArrayList<>();
        for (PendingChange change : batch) {
            List<Event> unencodable = new ArrayList<>();
            for (Event event : change.events()) {
                try {
                    rows.add(encode(event));
                } catch (RuntimeException e) {
                    unencodable.add(event);
                    LOG.error("event {} of {} cannot be logged", event.id(), change.monitor, e);
                }
            }
            if (!unencodable.isEmpty()) {
                pending.discard(change, unencodable);
                dependencies.meters().storeLost(unencodable.size());
            }
        }
        return rows;
    }

    private StoredEvent encode(Event event) {
        return new StoredEvent(
                event.id(),
                event.time(),
                event.source().source(),
                event.type().wireName(),
                event.subject(),
                new String(dependencies.encoder().apply(event), StandardCharsets.UTF_8));
    }

    private void pruneIfDue() throws SQLException {
        long now = dependencies.clock().nanoTime();
        if (now - nextPruneNanos < 0 || pending.isClosed()) {
            return;
        }
        Instant oldest = dependencies.wall().instant().minus(settings.retention());
        nextPruneNanos = now + PRUNE_INTERVAL_NANOS;
        boolean more =
                inTransaction(
                                () ->
                                        Math.max(
                                                tables.deleteEventsBefore(oldest, PRUNE_CHUNK),
                                                tables.deleteEventsBeyond(
                                                        settings.maxStoredEvents(), PRUNE_CHUNK)),
                                () -> {})
                        == PRUNE_CHUNK;
        if (more) {
            nextPruneNanos = now + PRUNE_PAUSE_NANOS;
        }
    }

    private interface Work {
        int rows() throws SQLException;
    }

    /**
     * @param committed runs before anybody else can read, so that nobody sees a change both in the
     *     file and as waiting
     */
    private int inTransaction(Work work, Runnable committed) throws SQLException {
        connectionLock.lock();
        try {
            tables.begin();
            int rows = work.rows();
            tables.commit();
            committed.run();
            return rows;
        } catch (SQLException | RuntimeException e) {
            tables.rollback(e);
            throw e;
        } finally {
            connectionLock.unlock();
        }
    }

    private void failed(Exception cause, String sentence) throws InterruptedException {
        pending.putBack();
        sends.putBack();
        failedAttempts++;
        if (failedAttempts == 1) {
            Unwritten waiting = pending.unwritten();
            LOG.error(
                    "{} (changes of {} monitors wait in memory, alerts go on; tori tries again by"
                            + " itself)",
                    sentence,
                    waiting.monitors(),
                    // A disk's failure is said in words; only a bug needs its stack trace.
                    cause instanceof SQLException ? "" : cause);
        }
        if (pending.isClosed()) {
            SystemClocks.sleeper().sleep(CLOSING_RETRY_NANOS);
        } else {
            pending.awaitClosed(settings.retry().waitNanos(failedAttempts, dependencies.random()));
        }
    }
}
