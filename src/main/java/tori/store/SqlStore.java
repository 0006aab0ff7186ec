package tori.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.account.UserStore;
import tori.delivery.Acceptance;
import tori.delivery.Claimed;
import tori.delivery.DeliveryDetail;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;
import tori.delivery.DeliveryStore;
import tori.delivery.NoSuchDeliveryException;
import tori.delivery.Readiness;
import tori.delivery.Settlement;
import tori.dispatch.SendLog;
import tori.history.CheckHistory;
import tori.incident.IncidentStore;
import tori.model.Event;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.model.Rate;
import tori.model.Sample;
import tori.model.Transition;
import tori.poll.MonitorStore;
import tori.poll.SampleSink;
import tori.poll.StateChange;
import tori.poll.StateStore;
import tori.telemetry.Meters;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps states, the event log, deliveries and the times of sends in one database. Thread-safe:
 * {@link #record} hands over and returns, the platform thread {@code tori-store} writes ({@link
 * StoreWriter}), what only reads does so on the calling thread.
 *
 * <p>The one connection is guarded by a lock that the writer holds for one transaction at a time;
 * what is not written yet is laid over what {@code load} reads, so a full disk delays nobody.
 */
public final class SqlStore
        implements StateStore, DeliveryStore, IncidentStore, SampleSink, SendLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqlStore.class);

    /** Short enough for a process that must stop within five seconds. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    /** A hundred seconds of 10,000 monitors that look every ten; some 6 MB. */
    private static final int MAX_WAITING_SAMPLES = 100_000;

    private final Engine engine;
    private final String name;
    private final Tables tables;
    private final ReentrantLock connectionLock = new ReentrantLock();
    private final PendingChanges pending;
    private final SendTimes sends;
    private final DeliveryCommands commands;
    private final StoreCondition condition;
    private final Transactions transactions;
    private final SqlDeliveries deliveries;
    private final EventTable events;
    private final IncidentTable incidents;
    private final SampleQueue samples = new SampleQueue(MAX_WAITING_SAMPLES);
    private final SqlHistory history;
    private final UserStore users;
    private final SqlMonitors monitors;
    private final int maxOwed;
    private final Meters meters;
    private final StoreWriter writer;
    private final Thread thread;
    private final AtomicBoolean overflowing = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Loads SQLite's native library. Any thread; returns normally if that fails. */
    public static void warmUp() {
        Database.loadLibrary();
    }

    /**
     * Opens the database, creating what is not there, and starts the writer.
     *
     * @throws StoreException with a sentence for the user: it is in use, damaged, of another
     *     program, of a newer tori, or cannot be reached, read or written. Nothing in it was
     *     changed then.
     */
    public static SqlStore open(StoreSettings settings, StoreDependencies dependencies)
            throws StoreException {
        return open(settings, dependencies, Engine.open(settings.place()));
    }

    /** The same for a database that is open, which is given back if this fails. */
    static SqlStore open(StoreSettings settings, StoreDependencies dependencies, Engine engine)
            throws StoreException {
        boolean opened = false;
        try {
            SqlStore store = new SqlStore(settings, dependencies, engine);
            store.takeBack();
            store.thread.start();
            opened = true;
            return store;
        } catch (SQLException e) {
            throw engine.sentence(e);
        } finally {
            if (!opened) {
                engine.close();
            }
        }
    }

    private SqlStore(StoreSettings settings, StoreDependencies dependencies, Engine engine)
            throws SQLException {
        this.engine = engine;
        this.name = engine.name();
        Connection connection = engine.connection();
        this.tables = new Tables(connection);
        this.events = new EventTable(connection);
        this.incidents = new IncidentTable(connection);
        this.sends =
                SendTimes.load(
                        new SendTable(connection), dependencies.clock(), dependencies.wall());
        this.meters = dependencies.meters();
        this.maxOwed = settings.maxWaitingEvents();
        this.pending = new PendingChanges(settings.maxWaitingEvents());
        this.commands = new DeliveryCommands(pending::nudge);
        this.condition = new StoreCondition(engine);
        DestinationTable destinations = new DestinationTable(connection);
        Announcer announcer = new Announcer(meters);
        this.deliveries =
                new SqlDeliveries(
                        commands,
                        new SqlDeliveries.Sources(
                                destinations, new DeliveryRows(connection), this::read),
                        dependencies,
                        announcer,
                        condition);
        this.monitors =
                new SqlMonitors(commands, new MonitorTable(connection), this::read, condition);
        this.transactions =
                new Transactions(
                        new Transactions.Parts(
                                tables,
                                events,
                                incidents,
                                new Deliveries(connection, events, destinations, dependencies)),
                        engine,
                        connectionLock);
        RetentionClock retention =
                RetentionClock.load(tables, dependencies.clock(), dependencies.wall());
        HistoryTable historyTable = new HistoryTable(connection);
        HistoryMemory memory = HistoryMemory.load(historyTable);
        this.history = new SqlHistory(historyTable, memory, this::read);
        this.users = new SqlUsers(commands, new AccountTable(connection), this::read, condition);
        this.writer =
                new StoreWriter(
                        settings,
                        dependencies,
                        new StoreWriter.Waiting(pending, sends, commands),
                        transactions,
                        announcer,
                        engine,
                        condition,
                        new HistoryWriter(
                                settings.history(),
                                new HistoryWriter.Parts(samples, memory, historyTable, retention),
                                transactions,
                                engine,
                                dependencies),
                        retention);
        this.thread = Thread.ofPlatform().name("tori-store").daemon().unstarted(writer);
    }

    /** What was handed out when the last process ended waits again, before anybody asks. */
    private void takeBack() throws SQLException {
        if (deliveries.counts().getOrDefault(DeliveryState.IN_FLIGHT, 0L) == 0) {
            return;
        }
        Map<String, Integer> taken = new TreeMap<>();
        transactions.write(true, parts -> taken.putAll(parts.deliveries().takeBack()), () -> {});
        taken.forEach((destination, count) -> meters.delivered(destination, "ambiguous", count));
        LOG.warn(
                "{} deliveries were under way when tori last ended and will be sent again: {}"
                        + " (whether they arrived is not known)",
                taken.values().stream().mapToInt(Integer::intValue).sum(),
                taken);
    }

    private <T> T read(SqlDeliveries.Query<T> query) throws IOException, InterruptedException {
        connectionLock.lockInterruptibly();
        try {
            requireOpen();
            return query.run();
        } catch (SQLException e) {
            // The writer looks whether the connection is to be taken anew.
            pending.nudge();
            throw engine.sentence(e);
        } finally {
            connectionLock.unlock();
        }
    }

    /** Who may log in. Thread-safe. */
    public UserStore users() {
        return users;
    }

    @Override
    public @Nullable Map<Long, byte[]> load(MonitorId id, String fingerprint)
            throws IOException, InterruptedException {
        Optional<Map<Long, byte[]>> state =
                read(() ->
                        Optional.ofNullable(
                                pending.overlay(id, fingerprint, tables.load(id, fingerprint))));
        return state.orElse(null);
    }

    @Override
    public boolean hasRoomForOwed() {
        return pending.owed() + commands.owed() < maxOwed;
    }

    @Override
    public void record(MonitorId id, StateChange change, List<Event> raised, List<Owed> owed) {
        int lost = pending.add(id, change, raised, owed);
        if (lost == 0) {
            overflowing.set(false);
            return;
        }
        meters.storeLost(lost);
        if (closed.get()) {
            LOG.warn("{} is closed: a change of {} is not stored", name, id);
            return;
        }
        if (!overflowing.getAndSet(true)) {
            LOG.warn(
                    "{}: too many events wait to be written; the event log leaves some out until"
                            + " the disk keeps up (they are sent all the same)",
                    name);
        }
    }

    @Override
    public void record(String scope, Rate rate, long completedNanos) {
        sends.record(scope, rate, completedNanos);
        pending.nudge();
    }

    @Override
    public void sampled(MonitorId monitor, Sample sample) {
        switch (samples.add(monitor, sample)) {
            case FIRST -> pending.nudge();
            case TAKEN -> {}
            case FULL -> meters.samplesLost(1);
        }
    }

    /** What was sampled. */
    public CheckHistory history() {
        return history;
    }

    @Override
    public long[] completions(String scope) {
        return sends.completions(scope);
    }

    /**
     * The events written last, newest first. Blocks for a disk read.
     *
     * @param limit at most this many, at least 1
     */
    public List<StoredEvent> latestEvents(int limit) throws IOException, InterruptedException {
        return read(() -> events.latest(limit));
    }

    /** The JSON of an event of the log; null if it is not there. Blocks for a disk read. */
    public @Nullable String event(UUID id) throws IOException, InterruptedException {
        return read(() -> Optional.ofNullable(events.bodyOf(id))).orElse(null);
    }

    /**
     * The numbers of the deliveries that are or were owed about an event. Blocks for a disk read.
     */
    public List<Long> deliveriesOf(UUID event) throws IOException, InterruptedException {
        return read(() -> events.deliveriesOf(event));
    }

    @Override
    public @Nullable Incident open(MonitorId monitor) throws IOException, InterruptedException {
        return read(() -> Optional.ofNullable(incidents.open(monitor))).orElse(null);
    }

    @Override
    public List<Incident> incidents(Selection selection, int limit, int offset)
            throws IOException, InterruptedException {
        return read(() -> incidents.list(null, selection, limit, offset));
    }

    @Override
    public long count(Selection selection) throws IOException, InterruptedException {
        return read(() -> incidents.count(null, selection));
    }

    @Override
    public List<Incident> incidents(Scope scope, Selection selection, int limit, int offset)
            throws IOException, InterruptedException {
        return read(() -> incidents.list(scope, selection, limit, offset));
    }

    @Override
    public long count(Scope scope, Selection selection) throws IOException, InterruptedException {
        return read(() -> incidents.count(scope, selection));
    }

    @Override
    public @Nullable Incident incident(UUID id) throws IOException, InterruptedException {
        return read(() -> Optional.ofNullable(incidents.find(id))).orElse(null);
    }

    @Override
    public List<Transition> timeline(UUID incident, int limit)
            throws IOException, InterruptedException {
        return read(() -> incidents.timeline(incident, limit));
    }

    /** The monitors that were added while tori ran. */
    public MonitorStore addedMonitors() {
        return monitors;
    }

    private void requireOpen() throws StoreException {
        if (closed.get()) {
            throw new StoreException(name + " is closed; tori is stopping", null);
        }
    }

    @Override
    public void listen(Listener listener) {
        deliveries.listen(listener);
    }

    @Override
    public CompletableFuture<List<Acceptance>> accept(List<Owed> owed) {
        return deliveries.accept(owed);
    }

    @Override
    public CompletableFuture<List<Claimed>> claim(String destination, int limit) {
        return deliveries.claim(destination, limit);
    }

    @Override
    public CompletableFuture<Void> settle(List<Settlement> settlements) {
        return deliveries.settle(settlements);
    }

    @Override
    public Readiness readiness(String destination) throws IOException, InterruptedException {
        return deliveries.readiness(destination);
    }

    @Override
    public Map<String, Long> owing() {
        return deliveries.owing();
    }

    @Override
    public Map<DeliveryState, Long> counts() {
        return deliveries.counts();
    }

    @Override
    public List<DeliveryRow> list(DeliveryFilter filter, int limit, int offset)
            throws IOException, InterruptedException {
        return deliveries.list(filter, limit, offset);
    }

    @Override
    public long count(DeliveryFilter filter) throws IOException, InterruptedException {
        return deliveries.count(filter);
    }

    @Override
    public DeliveryDetail detail(long id)
            throws NoSuchDeliveryException, IOException, InterruptedException {
        return deliveries.detail(id);
    }

    @Override
    public CompletableFuture<Integer> retry(DeliveryFilter filter) {
        return deliveries.retry(filter);
    }

    @Override
    public CompletableFuture<Integer> discard(DeliveryFilter filter) {
        return deliveries.discard(filter);
    }

    /** What keeps it from writing, in a sentence; null if nothing does. */
    public @Nullable String trouble() {
        return condition.trouble();
    }

    /** Whether its thread runs. */
    public boolean alive() {
        return thread.isAlive();
    }

    /** What has not reached the database yet. */
    public Unwritten unwritten() {
        return pending.unwritten();
    }

    /** {@link #close(Duration)} with two seconds; what could not be written is logged. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /**
     * Writes what waits and closes the database.
     *
     * @param timeout how long writing may take at most
     * @return what could not be written; also counted and logged
     */
    public Unwritten close(Duration timeout) {
        if (closed.getAndSet(true)) {
            return pending.unwritten();
        }
        writer.stop(timeout);
        boolean interrupted = false;
        boolean ended = false;
        try {
            // The writer's own bound is the timeout; a moment more for the statement it is in.
            ended = thread.join(timeout.plusMillis(500));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        commands.fail(
                new StoreException(
                        name + " was closed before this was done; it was not written", null));
        Unwritten left = pending.unwritten();
        meters.samplesLost(samples.size());
        if (!left.isNothing()) {
            meters.storeLost(left.monitors() + left.events());
            LOG.error(
                    "{} could not be written in time: the last changes of {} monitors and {} events"
                            + " of the log are not stored; the changes will be reported again",
                    name,
                    left.monitors(),
                    left.events());
        }
        if (ended) {
            giveBack();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return left;
    }

    private void giveBack() {
        connectionLock.lock();
        try {
            engine.close();
        } finally {
            connectionLock.unlock();
        }
    }
}
