package tori.delivery;

import org.jspecify.annotations.Nullable;

import tori.model.Answer;
import tori.model.Owed;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A delivery store in memory that keeps the rules of {@link DeliveryStore}. By itself every command
 * is durable and reported at once; a test may take both steps into its own hands, refuse to write,
 * and crash in between. Thread-safe; reports run on the thread that asks for them.
 */
public final class MemoryDeliveryStore implements DeliveryStore {

    private static final Set<Outcome> ARRIVED = EnumSet.of(Outcome.DELIVERED, Outcome.REPEATED);
    private static final Set<Outcome> AMBIGUOUS = EnumSet.of(Outcome.AMBIGUOUS, Outcome.REPEATED);

    /** A delivery as it is on the disk. */
    static final class Row {
        final long id;
        final Owed owed;
        Station station = Station.Pending.NEW;
        Instant acceptedAt;
        Instant changedAt;
        final List<Attempt> attempts = new ArrayList<>();
        int ambiguous;
        boolean discarded;

        Row(long id, Owed owed, Instant now) {
            this.id = id;
            this.owed = owed;
            this.acceptedAt = now;
            this.changedAt = now;
        }

        private String line() {
            return owed.destination() + " " + owed.event().entity();
        }
    }

    private final InstantSource wall;
    private final TreeMap<Long, Row> rows = new TreeMap<>();
    private final Map<String, Row> keys = new HashMap<>();
    private final Queue<Runnable> commands = new ArrayDeque<>();
    private final Queue<Runnable> reports = new ArrayDeque<>();
    private final Set<Long> claimable = new HashSet<>();
    private boolean byHand;
    private boolean unreadable;
    private @Nullable Listener listener;

    public MemoryDeliveryStore(InstantSource wall) {
        this.wall = wall;
    }

    /** From now on nothing is written before {@link #commit} or told before {@link #report}. */
    public synchronized void byHand() {
        byHand = true;
    }

    /** Whether reading fails. */
    public synchronized void unreadable(boolean fails) {
        unreadable = fails;
    }

    /** Makes all commands durable. */
    public synchronized void commit() {
        Runnable command = commands.poll();
        while (command != null) {
            command.run();
            command = commands.poll();
        }
    }

    /** Tells what has become durable. */
    public void report() {
        Runnable report = nextReport();
        while (report != null) {
            report.run();
            report = nextReport();
        }
    }

    private synchronized @Nullable Runnable nextReport() {
        return reports.poll();
    }

    /** Whether a command waits for {@link #commit} or a report to be told. */
    public synchronized boolean hasWork() {
        return !commands.isEmpty() || !reports.isEmpty();
    }

    /**
     * What a kill -9 and a start do: what is durable stays, nobody hears of the rest, and what was
     * handed out waits again.
     */
    public synchronized void crash() {
        commands.clear();
        reports.clear();
        listener = null;
        Instant now = wall.instant();
        for (Row row : rows.values()) {
            if (row.station instanceof Station.InFlight inFlight) {
                row.station = inFlight.released();
                row.ambiguous++;
                row.attempts.add(
                        new Attempt(
                                row.changedAt,
                                now,
                                row.owed.destination(),
                                Outcome.UNKNOWN,
                                "",
                                Answer.NONE));
            }
        }
        claimable.clear();
        claimable.addAll(findClaimable());
    }

    /** All deliveries, oldest first. */
    synchronized List<Row> rows() {
        return List.copyOf(rows.values());
    }

    synchronized Row row(long id) {
        return find(id);
    }

    private Row find(long id) {
        Row row = rows.get(id);
        if (row == null) {
            throw new IllegalArgumentException("no delivery " + id);
        }
        return row;
    }

    @Override
    public synchronized void listen(Listener newListener) {
        if (listener != null) {
            throw new IllegalStateException("somebody listens already");
        }
        listener = newListener;
    }

    private <T> CompletableFuture<T> submit(Supplier<T> command) {
        CompletableFuture<T> future = new CompletableFuture<>();
        boolean atOnce;
        synchronized (this) {
            atOnce = !byHand;
            commands.add(() -> {
                T result = command.get();
                reports.add(() -> future.complete(result));
                announce();
            });
            if (atOnce) {
                commit();
            }
        }
        if (atOnce) {
            report();
        }
        return future;
    }

    /** Whatever is a head now and was none before. */
    private void announce() {
        Set<Long> now = findClaimable();
        Map<String, Integer> fresh = new TreeMap<>();
        for (long id : now) {
            // One that waits for its time is found by asking, not announced.
            if (!claimable.contains(id) && find(id).station instanceof Station.Pending) {
                fresh.merge(find(id).owed.destination(), 1, Integer::sum);
            }
        }
        claimable.clear();
        claimable.addAll(now);
        fresh.forEach((destination, heads) -> tell(told -> told.ready(destination, heads)));
    }

    private void tell(java.util.function.Consumer<Listener> news) {
        Listener told = listener;
        if (told != null) {
            reports.add(() -> news.accept(told));
        }
    }

    /** The heads that are not handed out and whose time has come. */
    private Set<Long> findClaimable() {
        Set<String> inFlight = new HashSet<>();
        for (Row row : rows.values()) {
            if (row.station instanceof Station.InFlight) {
                inFlight.add(row.line());
            }
        }
        Set<String> lines = new HashSet<>();
        Set<Long> found = new HashSet<>();
        Instant now = wall.instant();
        for (Row row : rows.values()) {
            if (!row.station.state().isOpen() || !lines.add(row.line())) {
                continue;
            }
            if (!inFlight.contains(row.line()) && isDue(row.station, now)) {
                found.add(row.id);
            }
        }
        return found;
    }

    private static boolean isDue(Station station, Instant now) {
        return !(station instanceof Station.RetryWait wait) || !wait.dueAt().isAfter(now);
    }

    @Override
    public CompletableFuture<List<Acceptance>> accept(List<Owed> owed) {
        return submit(() -> owed.stream().map(this::acceptNow).toList());
    }

    private Acceptance acceptNow(Owed owed) {
        String key = owed.destination() + " " + owed.key();
        Row known = keys.get(key);
        if (known != null) {
            boolean same = known.owed.event().id().equals(owed.event().id());
            return new Acceptance(known.id, false, same, known.station.state());
        }
        Row row = new Row(rows.isEmpty() ? 1 : rows.lastKey() + 1, owed, wall.instant());
        rows.put(row.id, row);
        keys.put(key, row);
        return new Acceptance(row.id, true, true, DeliveryState.PENDING);
    }

    @Override
    public CompletableFuture<List<Claimed>> claim(String destination, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("needs a limit of at least 1: " + limit);
        }
        return submit(() -> claimNow(destination, limit));
    }

    private List<Claimed> claimNow(String destination, int limit) {
        List<Row> candidates =
                findClaimable().stream()
                        .map(this::find)
                        .filter(row -> row.owed.destination().equals(destination))
                        .sorted(
                                Comparator.comparing(
                                                (Row row) -> row.station instanceof Station.Pending)
                                        .thenComparing(row -> row.id))
                        .toList();
        List<Claimed> claimed = new ArrayList<>();
        int most = limit;
        for (Row row : candidates) {
            Station.InFlight station =
                    switch (row.station) {
                        case Station.Pending pending -> pending.claimed();
                        case Station.RetryWait wait -> wait.claimed();
                        case Station.InFlight _, Station.Delivered _, Station.Failed _ ->
                                throw new IllegalStateException("not claimable: " + row.id);
                    };
            most = Math.min(most, station.batchLimit() == 0 ? limit : station.batchLimit());
            if (claimed.size() >= most) {
                break;
            }
            change(row, station);
            claimed.add(new Claimed(row.id, destination, row.owed.event(), station));
        }
        return claimed;
    }

    private void change(Row row, Station station) {
        row.station = station;
        row.changedAt = wall.instant();
    }

    @Override
    public CompletableFuture<Void> settle(List<Settlement> settlements) {
        return this.<@Nullable Void>submit(
                        () -> {
                            settlements.forEach(this::settleNow);
                            return null;
                        })
                .thenApply(nothing -> nothing);
    }

    private void settleNow(Settlement settlement) {
        Row row = find(settlement.claimed().id());
        if (!row.station.equals(settlement.claimed().station())) {
            throw new IllegalStateException("not handed out: " + settlement + ", " + row.station);
        }
        boolean first = settlement.station() instanceof Station.Failed && !hasDead(row);
        change(row, settlement.station());
        Attempt attempt = settlement.attempt();
        if (attempt != null) {
            row.attempts.add(attempt);
            row.ambiguous += AMBIGUOUS.contains(attempt.outcome()) ? 1 : 0;
        }
        if (settlement.station() instanceof Station.Failed) {
            tell(told -> told.died(settlement, first));
        }
    }

    private boolean hasDead(Row like) {
        return rows.values().stream()
                .anyMatch(row ->
                        row.owed.destination().equals(like.owed.destination())
                                && row.station instanceof Station.Failed
                                && !row.discarded);
    }

    @Override
    public synchronized Readiness readiness(String destination) throws IOException {
        checkReadable();
        int heads = 0;
        Instant next = null;
        Instant now = wall.instant();
        for (long id : findClaimable()) {
            heads += find(id).owed.destination().equals(destination) ? 1 : 0;
        }
        for (Row row : rows.values()) {
            if (row.owed.destination().equals(destination)
                    && row.station instanceof Station.RetryWait wait
                    && wait.dueAt().isAfter(now)
                    && (next == null || wait.dueAt().isBefore(next))) {
                next = wait.dueAt();
            }
        }
        return new Readiness(heads, next);
    }

    private void checkReadable() throws IOException {
        if (unreadable) {
            throw new IOException("the disk cannot be read");
        }
    }

    @Override
    public synchronized Map<String, Long> owing() throws IOException {
        checkReadable();
        Map<String, Long> owing = new TreeMap<>();
        for (Row row : rows.values()) {
            if (row.station.state().isOpen()) {
                owing.merge(row.owed.destination(), 1L, Long::sum);
            }
        }
        return owing;
    }

    @Override
    public synchronized Map<DeliveryState, Long> counts() {
        Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
        for (DeliveryState state : DeliveryState.values()) {
            counts.put(state, 0L);
        }
        for (Row row : rows.values()) {
            if (!row.discarded) {
                counts.merge(row.station.state(), 1L, Long::sum);
            }
        }
        return Collections.unmodifiableMap(counts);
    }

    private List<Row> fitting(DeliveryFilter filter) {
        return rows.descendingMap().values().stream()
                .filter(row -> filter.ids().isEmpty() || filter.ids().contains(row.id))
                .filter(row ->
                        filter.states().isEmpty() || filter.states().contains(row.station.state()))
                .filter(row ->
                        filter.destination() == null
                                || filter.destination().equals(row.owed.destination()))
                .toList();
    }

    @Override
    public synchronized List<DeliveryRow> list(DeliveryFilter filter, int limit, int offset)
            throws IOException {
        checkReadable();
        return fitting(filter).stream()
                .skip(offset)
                .limit(limit)
                .map(MemoryDeliveryStore::shown)
                .toList();
    }

    private static DeliveryRow shown(Row row) {
        Attempt last = row.attempts.isEmpty() ? null : row.attempts.getLast();
        boolean failed = last != null && !ARRIVED.contains(last.outcome());
        return new DeliveryRow(
                row.id,
                row.owed.destination(),
                row.owed.key(),
                row.owed.event().id(),
                row.owed.event().type().wireName(),
                row.owed.event().source().source(),
                row.owed.event().subject(),
                row.owed.event().entity(),
                row.owed.event().sequence(),
                row.station.state(),
                row.station.failures(),
                row.acceptedAt,
                row.changedAt,
                row.station instanceof Station.RetryWait wait ? wait.dueAt() : null,
                last != null && ARRIVED.contains(last.outcome()) ? last.via() : null,
                failed ? last.detail() : null,
                row.ambiguous,
                row.discarded);
    }

    @Override
    public synchronized long count(DeliveryFilter filter) throws IOException {
        checkReadable();
        return fitting(filter).size();
    }

    @Override
    public synchronized DeliveryDetail detail(long id) throws NoSuchDeliveryException, IOException {
        checkReadable();
        Row row = rows.get(id);
        if (row == null) {
            throw new NoSuchDeliveryException(id);
        }
        int kept = Math.min(row.attempts.size(), DeliveryDetail.MAX_ATTEMPTS);
        List<Attempt> newest =
                row.attempts.subList(row.attempts.size() - kept, row.attempts.size());
        return new DeliveryDetail(shown(row), row.owed.event().toString(), newest);
    }

    @Override
    public CompletableFuture<Integer> retry(DeliveryFilter filter) {
        return submit(() -> {
            int count = 0;
            for (Row row : fitting(filter)) {
                if (row.station instanceof Station.Failed failed && !row.discarded) {
                    change(row, failed.retried());
                    count++;
                }
            }
            return count;
        });
    }

    @Override
    public CompletableFuture<Integer> discard(DeliveryFilter filter) {
        return submit(() -> {
            int count = 0;
            for (Row row : fitting(filter)) {
                boolean free =
                        switch (row.station) {
                            case Station.Pending _, Station.RetryWait _, Station.Failed _ ->
                                    !row.discarded;
                            case Station.InFlight _, Station.Delivered _ -> false;
                        };
                if (free) {
                    change(row, new Station.Failed(row.station.failures()));
                    row.discarded = true;
                    count++;
                }
            }
            return count;
        });
    }
}
