package tori.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Event;
import tori.model.Owed;
import tori.time.SystemClocks;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The loop of the thread {@code tori-store}: writes whatever waits as one transaction, again and
 * again; retries with backoff while the disk refuses; prunes in small pieces between.
 *
 * <p>A transaction of which it is not known whether it was committed is kept as it is until that is
 * known: it is neither written twice nor forgotten.
 *
 * <p>Changes of monitors come first, then what is asked about deliveries, in the order in which it
 * was asked: whatever somebody knows of a delivery has been applied before what he asks for next.
 */
final class StoreWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

    /** How often is looked for what is old. */
    private static final long PRUNE_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    /** As long as anybody looks back to compare. */
    static final Duration INCIDENT_RETENTION = Duration.ofDays(366);

    /** Rows looked at at once: a few milliseconds, so that writing never waits long. */
    private static final int PRUNE_CHUNK = 500;

    /** Between two pieces of pruning while more is to be pruned. */
    private static final long PRUNE_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    /** How long a connection that broke may go unnoticed while nothing is to be written. */
    private static final long CHECK_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    /** Between two attempts once the store is being closed. */
    private static final long CLOSING_RETRY_NANOS = Duration.ofMillis(50).toNanos();

    private final StoreSettings settings;
    private final StoreDependencies dependencies;
    private final PendingChanges pending;
    private final SendTimes sends;
    private final DeliveryCommands commands;
    private final Transactions transactions;
    private final Announcer announcer;
    private final EventRows encoder;
    private final StoreCondition condition;
    private final HistoryWriter history;
    private final RetentionClock retention;
    private final Engine engine;
    private final String name;
    private boolean toldLost;

    private volatile long stopNanos;
    private int failedAttempts;

    /** Whether the connection is to be looked at before anything is waited for. */
    private boolean hasFailed;

    private long nextPruneNanos;
    private long nextCheckNanos;

    // What the transaction is at, to know what to set aside should it be a bug.
    private @Nullable DeliveryCommand<?> atCommand;
    private @Nullable Encoded atOwed;

    /** What was asked in the transaction of which it is not known whether it was committed. */
    private List<DeliveryCommand<?>> inDoubt = List.of();

    /** What there may be to write. */
    record Waiting(PendingChanges changes, SendTimes sends, DeliveryCommands commands) {}

    /** A change with its events as rows. */
    private record Encoded(PendingChange change, List<StoredEvent> events, List<OwedRow> owed) {}

    StoreWriter(
            StoreSettings settings,
            StoreDependencies dependencies,
            Waiting waiting,
            Transactions transactions,
            Announcer announcer,
            Engine engine,
            StoreCondition condition,
            HistoryWriter history,
            RetentionClock retention) {
        this.settings = settings;
        this.dependencies = dependencies;
        this.pending = waiting.changes();
        this.sends = waiting.sends();
        this.commands = waiting.commands();
        this.transactions = transactions;
        this.announcer = announcer;
        this.encoder = new EventRows(dependencies.encoder());
        this.engine = engine;
        this.name = engine.name();
        this.condition = condition;
        this.history = history;
        this.retention = retention;
    }

    /** Asks the loop to end once all is written, at the latest after this time. Any thread. */
    void stop(Duration timeout) {
        stopNanos = dependencies.clock().nanoTime() + timeout.toNanos();
        commands.close();
        history.close();
        pending.close();
    }

    @Override
    public void run() {
        nextPruneNanos = dependencies.clock().nanoTime();
        nextCheckNanos = nextPruneNanos + CHECK_INTERVAL_NANOS;
        try {
            while (!isDone()) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Error e) {
            condition.failing(name + " is written no more: the Java machine itself failed: " + e);
            LOG.error("The store's thread ends; restart tori", e);
            throw e;
        }
    }

    private boolean nothingWaits() {
        return pending.isEmpty() && commands.isEmpty() && !transactions.isInDoubt();
    }

    private boolean isDone() {
        if (!pending.isClosed()) {
            return false;
        }
        boolean allWritten = nothingWaits() && !sends.hasChanged() && history.isWritten();
        return allWritten || dependencies.clock().nanoTime() - stopNanos >= 0;
    }

    private void step() throws InterruptedException {
        try {
            if (transactions.isInDoubt()) {
                decide();
            }
            List<PendingChange> changes = pending.take(settings.maxBatchRows());
            List<DeliveryCommand<?>> asked = commands.take(settings.maxBatchRows());
            if (!changes.isEmpty() || !asked.isEmpty() || sends.hasChanged()) {
                write(changes, asked);
            }
            pruneIfDue();
            if (history.step(pending.isClosed())) {
                works();
            }
            if (nothingWaits()) {
                idle();
            }
        } catch (SQLException e) {
            if (transactions.isInDoubt() || !engine.isBug(e) || !setAside(e)) {
                failed(e, engine.text(e));
            }
        } catch (RuntimeException e) {
            dependencies.meters().loopFailed("store");
            if (!setAside(e)) {
                failed(e, name + " was not written because of a bug");
            }
        }
    }

    /** Waits for work, and looks from time to time whether the connection is still there. */
    private void idle() throws SQLException, InterruptedException {
        if (hasFailed) {
            hasFailed = false;
        } else {
            long now = dependencies.clock().nanoTime();
            long due = Math.min(nextPruneNanos - now, nextCheckNanos - now);
            pending.await(Math.min(due, history.waitNanos()));
        }
        if (!nothingWaits()) {
            return;
        }
        long now = dependencies.clock().nanoTime();
        boolean probing = now - nextCheckNanos >= 0;
        if (probing) {
            nextCheckNanos = now + CHECK_INTERVAL_NANOS;
        }
        if (transactions.restore(probing)) {
            works();
        }
    }

    private void write(List<PendingChange> changes, List<DeliveryCommand<?>> asked)
            throws SQLException {
        List<Encoded> encoded = encode(changes);
        inDoubt = asked;
        boolean durable = !asked.isEmpty() || encoded.stream().anyMatch(StoreWriter::isDurable);
        Deliveries.News news =
                transactions.write(
                        durable,
                        parts -> {
                            Instant now = dependencies.wall().instant();
                            for (Encoded one : encoded) {
                                parts.tables().write(one.change(), now);
                                for (StoredEvent event : one.events()) {
                                    parts.events().insert(event);
                                }
                                atOwed = one;
                                parts.incidents().write(one.change().history());
                                parts.deliveries().accept(one.owed());
                                atOwed = null;
                            }
                            for (DeliveryCommand<?> command : asked) {
                                atCommand = command;
                                command.apply(parts.deliveries());
                            }
                            atCommand = null;
                            sends.writeChanged();
                        },
                        () -> {
                            pending.written();
                            sends.written();
                            commands.written();
                        });
        written(news);
    }

    /** What is in the database now is told. */
    private void written(Deliveries.News news) {
        works();
        inDoubt.forEach(DeliveryCommand::complete);
        inDoubt = List.of();
        announcer.tell(news);
        tellIfLost();
    }

    private void works() {
        if (failedAttempts > 0) {
            LOG.info("{} is written again after {} failed attempts", name, failedAttempts);
            failedAttempts = 0;
            condition.failing(null);
        }
    }

    /**
     * Finds out what became of a commit whose answer was lost, before anything is written again.
     */
    private void decide() throws SQLException {
        Deliveries.News news = transactions.decide();
        if (news == null) {
            LOG.info("{}: the last transaction was not committed and is written again", name);
            putBack();
        } else {
            LOG.info("{}: the last transaction was committed", name);
            written(news);
        }
    }

    private static boolean isDurable(Encoded one) {
        return !one.owed().isEmpty() || !one.change().history().incidents().isEmpty();
    }

    private void tellIfLost() {
        String lost = engine.lost();
        if (lost != null && !toldLost) {
            LOG.error("{} (alerts go on)", lost);
            dependencies.meters().storeLost(1);
        }
        toldLost = lost != null;
    }

    /** An event that cannot be encoded is a bug, and must not keep all others from the disk. */
    private List<Encoded> encode(List<PendingChange> changes) {
        List<Encoded> all = new ArrayList<>(changes.size());
        for (PendingChange change : changes) {
            List<Event> unencodable = new ArrayList<>();
            List<StoredEvent> events = new ArrayList<>(change.events().size());
            for (Event event : change.events()) {
                try {
                    events.add(encoder.row(event));
                } catch (RuntimeException e) {
                    unencodable.add(event);
                    LOG.error("event {} of {} cannot be logged", event.id(), change.monitor, e);
                }
            }
            if (!unencodable.isEmpty()) {
                pending.discard(change, unencodable);
                dependencies.meters().storeLost(unencodable.size());
            }
            all.add(new Encoded(change, events, owed(change, events)));
        }
        return all;
    }

    private List<OwedRow> owed(PendingChange change, List<StoredEvent> events) {
        if (change.owed().isEmpty()) {
            return List.of();
        }
        Map<UUID, StoredEvent> byId = new HashMap<>();
        events.forEach(event -> byId.put(event.id(), event));
        List<OwedRow> rows = new ArrayList<>(change.owed().size());
        for (Owed owed : change.owed()) {
            StoredEvent event = byId.get(owed.event().id());
            rows.add(new OwedRow(owed, event == null ? encoder.row(owed.event()) : event));
        }
        return rows;
    }

    private void pruneIfDue() throws SQLException {
        long now = dependencies.clock().nanoTime();
        if (now - nextPruneNanos < 0 || pending.isClosed()) {
            return;
        }
        Instant today = retention.instant();
        nextPruneNanos = now + PRUNE_INTERVAL_NANOS;
        boolean[] more = new boolean[1];
        transactions.write(
                false,
                parts -> {
                    more[0] =
                            parts.deliveries()
                                    .prune(
                                            today.minus(settings.finishedRetention()),
                                            settings.maxFinished(),
                                            PRUNE_CHUNK);
                    more[0] |=
                            parts.events()
                                    .pruneBefore(today.minus(settings.retention()), PRUNE_CHUNK);
                    more[0] |= parts.events().pruneBeyond(settings.maxStoredEvents(), PRUNE_CHUNK);
                    more[0] |=
                            parts.incidents()
                                    .pruneBefore(today.minus(INCIDENT_RETENTION), PRUNE_CHUNK);
                    retention.remember(parts.tables());
                },
                () -> {});
        works();
        if (more[0]) {
            nextPruneNanos = now + PRUNE_PAUSE_NANOS;
        }
    }

    /**
     * What failed alone by a bug is given up, so that all the rest is not kept from the disk.
     *
     * @return false if the failure lies elsewhere
     */
    private boolean setAside(Exception cause) {
        DeliveryCommand<?> command = atCommand;
        Encoded owed = atOwed;
        atCommand = null;
        atOwed = null;
        if (command == null && owed == null) {
            return false;
        }
        if (command != null) {
            LOG.error("{}: something that was asked for cannot be done", name, cause);
            commands.drop(command);
        }
        if (owed != null) {
            LOG.error("{}: what {} owes cannot be written", name, owed.change().monitor, cause);
            dependencies.meters().storeLost(pending.forgive(owed.change()));
        }
        putBack();
        if (command != null) {
            command.future.completeExceptionally(cause);
        }
        return true;
    }

    private void putBack() {
        pending.putBack();
        sends.putBack();
        commands.putBack();
        inDoubt = List.of();
    }

    private void failed(Exception cause, String sentence) throws InterruptedException {
        atCommand = null;
        atOwed = null;
        if (!transactions.isInDoubt()) {
            putBack();
        }
        failedAttempts++;
        hasFailed = true;
        condition.failing(sentence);
        tellIfLost();
        if (failedAttempts == 1 && !toldLost) {
            Unwritten waiting = pending.unwritten();
            LOG.error(
                    "{} (changes of {} monitors wait in memory, alerts go on; what must be written"
                            + " down before it is sent waits; tori tries again by itself)",
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
