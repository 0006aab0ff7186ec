package tori.store;

import org.jspecify.annotations.Nullable;

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
import tori.model.Owed;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The deliveries of the store, for any thread: what changes something is put into words for the
 * writer, what reads is read on the calling thread, behind the connection's lock.
 */
final class SqlDeliveries implements DeliveryStore {

    /** More than one destination ever has under way; some 10 ms of reading. */
    private static final int MAX_CLAIM = 1_000;

    /** Reads while nobody else uses the connection. */
    interface Reading {
        <T> T read(Query<T> query) throws IOException, InterruptedException;
    }

    /** What to read. */
    interface Query<T> {
        T run() throws SQLException;
    }

    /** Where to read. */
    record Sources(DestinationTable destinations, DeliveryRows rows, Reading reading) {}

    private final DeliveryCommands commands;
    private final DestinationTable destinations;
    private final DeliveryRows rows;
    private final EventRows encoder;
    private final InstantSource wall;
    private final Reading reading;
    private final String name;
    private final Announcer announcer;
    private final StoreCondition condition;

    SqlDeliveries(
            DeliveryCommands commands,
            Sources sources,
            StoreDependencies dependencies,
            Announcer announcer,
            StoreCondition condition) {
        this.commands = commands;
        this.destinations = sources.destinations();
        this.rows = sources.rows();
        this.encoder = new EventRows(dependencies.encoder());
        this.wall = dependencies.wall();
        this.announcer = announcer;
        this.reading = sources.reading();
        this.condition = condition;
        this.name = condition.name();
    }

    private <T> CompletableFuture<T> submit(int size, DeliveryCommand.Work<T> work) {
        return submit(new DeliveryCommand<>(size, work));
    }

    private <T> CompletableFuture<T> submit(DeliveryCommand<T> command) {
        return commands.submit(
                command, () -> new StoreException(name + " is closed; tori is stopping", null));
    }

    @Override
    public void listen(Listener listener) {
        announcer.listen(listener);
    }

    @Override
    public CompletableFuture<List<Acceptance>> accept(List<Owed> owed) {
        if (owed.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        String refusal = refusal();
        if (refusal != null) {
            return CompletableFuture.failedFuture(new StoreException(refusal, null));
        }
        List<OwedRow> encoded;
        try {
            encoded = encode(owed);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        long characters = encoded.stream().mapToLong(row -> row.event().body().length()).sum();
        return submit(
                new DeliveryCommand<>(
                        2 * encoded.size(),
                        encoded.size(),
                        characters,
                        store -> store.accept(encoded)));
    }

    /** Why nothing can be promised now; null if it can. */
    private @Nullable String refusal() {
        String trouble = condition.trouble();
        if (condition.isLost()) {
            return trouble;
        }
        if (!commands.isFull()) {
            return null;
        }
        return trouble == null ? "too much waits to be written to " + name : trouble;
    }

    /** An event that is owed to many is encoded once. */
    private List<OwedRow> encode(List<Owed> owed) {
        List<OwedRow> encoded = new ArrayList<>(owed.size());
        Owed before = null;
        StoredEvent row = null;
        for (Owed one : owed) {
            if (row == null || before == null || !one.event().equals(before.event())) {
                row = encoder.row(one.event());
            }
            encoded.add(new OwedRow(one, row));
            before = one;
        }
        return encoded;
    }

    @Override
    public CompletableFuture<List<Claimed>> claim(String destination, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
        int most = Math.min(limit, MAX_CLAIM);
        return submit(most, store -> store.claim(destination, most));
    }

    @Override
    public CompletableFuture<Void> settle(List<Settlement> settlements) {
        List<Settlement> all = List.copyOf(settlements);
        if (all.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return submit(2 * all.size(), store -> store.settle(all)).thenApply(done -> null);
    }

    @Override
    public Readiness readiness(String destination) throws IOException, InterruptedException {
        return reading.read(() -> {
            Destination known = destinations.find(destination);
            return known == null
                    ? new Readiness(0, null)
                    : rows.readiness(known, destinations.heads(destination), wall.instant());
        });
    }

    @Override
    public Map<String, Long> owing() {
        return destinations.owing();
    }

    @Override
    public Map<DeliveryState, Long> counts() {
        return destinations.counts();
    }

    @Override
    public List<DeliveryRow> list(DeliveryFilter filter, int limit, int offset)
            throws IOException, InterruptedException {
        if (!filter.ids().isEmpty()) {
            return reading.read(() -> rows.list(filter, limit, offset));
        }
        // The numbers say when to stop looking: the few of a state may lie behind a million others.
        long left = destinations.count(filter) - offset;
        int most = (int) Math.min(limit, left);
        return most <= 0 ? List.of() : reading.read(() -> rows.list(filter, most, offset));
    }

    @Override
    public long count(DeliveryFilter filter) throws IOException, InterruptedException {
        return filter.ids().isEmpty()
                ? destinations.count(filter)
                : reading.read(() -> rows.countNamed(filter));
    }

    @Override
    public DeliveryDetail detail(long id)
            throws NoSuchDeliveryException, IOException, InterruptedException {
        return reading.read(() -> Optional.ofNullable(rows.detail(id)))
                .orElseThrow(() -> new NoSuchDeliveryException(id));
    }

    @Override
    public CompletableFuture<Integer> retry(DeliveryFilter filter) {
        return sweep(new Sweep(filter, true), null, 0);
    }

    @Override
    public CompletableFuture<Integer> discard(DeliveryFilter filter) {
        return sweep(new Sweep(filter, false), null, 0);
    }

    private CompletableFuture<Integer> sweep(
            Sweep sweep, Sweep.@Nullable Start start, int changedBefore) {
        return submit(Sweep.CHUNK, store -> sweep.piece(start, store, rows))
                .thenCompose(piece -> {
                    int changed = changedBefore + piece.changed();
                    Sweep.Start next = piece.next();
                    return next == null
                            ? CompletableFuture.completedFuture(changed)
                            : sweep(sweep, next, changed);
                });
    }
}
