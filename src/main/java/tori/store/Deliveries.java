package tori.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.delivery.Acceptance;
import tori.delivery.Attempt;
import tori.delivery.Claimed;
import tori.delivery.DeliveryState;
import tori.delivery.Outcome;
import tori.delivery.Settlement;
import tori.delivery.Station;
import tori.model.Answer;
import tori.model.Event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Applies to the file what is asked about deliveries, within the transaction that the writer has
 * begun: {@link #beforeCommit}, then {@link #committed} or {@link #rolledBack} must follow. Belongs
 * to the writer.
 */
final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /** A dead letter; whether it was the first of its destination. */
    record Death(Settlement settlement, boolean first) {}

    /**
     * What a commit has made possible.
     *
     * @param readied how many deliveries of a destination may be claimed that could not be before
     * @param deaths the new dead letters
     */
    record News(Map<String, Integer> readied, List<Death> deaths) {}

    /** What a person may want something else to become of. */
    record Sweepable(
            long id,
            int destination,
            DeliveryState state,
            int turn,
            int failures,
            String entity,
            boolean discarded) {}

    private final Connection connection;
    private DeliveryTable table;
    private final AttemptTable attempts;
    private final EventTable events;
    private final DestinationTable destinations;
    private final RecentEvents recent = new RecentEvents();
    private final StoreDependencies dependencies;
    private Turns turns;
    private Claims claims;
    private final List<Death> deaths = new ArrayList<>();
    private long lastId;

    Deliveries(
            Connection connection,
            EventTable events,
            DestinationTable destinations,
            StoreDependencies dependencies)
            throws SQLException {
        this.connection = connection;
        this.table = new DeliveryTable(connection);
        this.attempts = new AttemptTable(connection);
        this.events = events;
        this.destinations = destinations;
        this.dependencies = dependencies;
        this.turns = new Turns(table);
        this.claims = new Claims(table, events, recent, turns, dependencies);
        this.lastId = table.lastId();
    }

    private Instant now() {
        return dependencies.wall().instant();
    }

    /** Writes down what is owed; what is there already stays as it is. */
    List<Acceptance> accept(List<OwedRow> rows) throws SQLException {
        long nowMicros = Micros.of(now());
        Acceptance[] acceptances = new Acceptance[rows.size()];
        for (int place : OwedRow.order(rows)) {
            acceptances[place] = accept(rows.get(place), nowMicros);
        }
        return Arrays.asList(acceptances);
    }

    private Acceptance accept(OwedRow row, long nowMicros) throws SQLException {
        Destination destination = destinations.of(row.owed().destination());
        long expectedSeq = events.expectedSeq(row.event().id());
        int turn = table.insert(lastId + 1, destination, row.owed(), expectedSeq, nowMicros);
        if (turn == DeliveryTable.CLOSED) {
            return repeated(row, destination);
        }
        lastId++;
        long seq = events.insert(row.event());
        if (seq != expectedSeq) {
            // The log had the event: it is owed to somebody else, too.
            table.refer(lastId, seq);
        }
        destination.added(DeliveryState.PENDING);
        if (turn == DeliveryTable.HEAD) {
            destination.headCame(DeliveryState.PENDING);
        }
        recent.add(lastId, row.owed().event());
        return new Acceptance(lastId, true, true, DeliveryState.PENDING);
    }

    private Acceptance repeated(OwedRow row, Destination destination) throws SQLException {
        DeliveryTable.Found found = table.find(destination, row.owed().key());
        if (found == null) {
            throw new SQLException("a delivery that is there cannot be found");
        }
        boolean same = isSame(found.eventSeq(), row.event());
        return new Acceptance(found.id(), false, same, found.state());
    }

    /**
     * Whether two events say the same. A caller who repeats himself makes a new event each time:
     * only its id and time are other ones. Compared as decoded from JSON, which is what is owed.
     */
    private boolean isSame(long seq, StoredEvent repeated) throws SQLException {
        String body = events.body(seq);
        if (body == null || body.equals(repeated.body())) {
            return true;
        }
        try {
            Event one = decode(body);
            Event other = decode(repeated.body());
            return one.type() == other.type()
                    && one.source().equals(other.source())
                    && one.subject().equals(other.subject())
                    && one.data().equals(other.data());
        } catch (IOException e) {
            LOG.warn("event {} cannot be compared: {}", repeated.id(), e.getMessage());
            return false;
        }
    }

    private Event decode(String body) throws IOException {
        return dependencies.decoder().decode(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Hands out heads of a destination. */
    List<Claimed> claim(String name, int limit) throws SQLException {
        Destination destination = destinations.find(name);
        if (destination == null) {
            return List.of();
        }
        return claims.claim(destination, limit);
    }

    /**
     * Writes down what became of what was handed out.
     *
     * @return how many of them were handed out
     */
    int settle(List<Settlement> settlements) throws SQLException {
        long nowMicros = Micros.of(now());
        int settled = 0;
        for (Settlement settlement : settlements) {
            settled += settle(settlement, nowMicros) ? 1 : 0;
        }
        return settled;
    }

    private boolean settle(Settlement settlement, long nowMicros) throws SQLException {
        Claimed claimed = settlement.claimed();
        Attempt attempt = settlement.attempt();
        Station station = settlement.station();
        Destination destination = destinations.of(claimed.destination());
        DeliveryTable.Settled settled = table.settle(claimed.id(), station, attempt, nowMicros);
        if (settled == null) {
            dependencies.meters().loopFailed("store");
            LOG.error(
                    "delivery {} to {} is not handed out and stays as it is: {}",
                    claimed.id(),
                    claimed.destination(),
                    settlement);
            return false;
        }
        if (attempt != null) {
            attempts.add(claimed.id(), settled.attempts(), attempt);
        }
        boolean first = destination.current(DeliveryState.FAILED) == 0;
        destination.moved(DeliveryState.IN_FLIGHT, station.state());
        switch (station) {
            case Station.Delivered _ -> {
                recent.forget(claimed.id());
                turns.closed(destination, settled.entity());
            }
            case Station.Failed _ -> {
                deaths.add(new Death(settlement, first));
                turns.closed(destination, settled.entity());
            }
            case Station.Pending _, Station.RetryWait _, Station.InFlight _ ->
                    turns.released(destination, settled.entity(), claimed.id(), station.state());
        }
        return true;
    }

    /**
     * Whether it is owed to this destination.
     *
     * @param name null for any
     */
    boolean isOwedTo(Sweepable row, @Nullable String name) {
        return name == null || destinations.ofId(row.destination()).name.equals(name);
    }

    /** Makes a dead letter pending again. */
    void retry(Sweepable dead) throws SQLException {
        Destination destination = destinations.ofId(dead.destination());
        Station.Pending again = new Station.Failed(dead.failures()).retried();
        int turn = turns.returned(destination, dead.entity(), dead.id());
        table.retry(dead.id(), again, turn, Micros.of(now()));
        destination.moved(DeliveryState.FAILED, again.state());
    }

    /** Gives up one that is not handed out. */
    void discard(Sweepable unwanted) throws SQLException {
        Destination destination = destinations.ofId(unwanted.destination());
        table.discard(unwanted.id(), Micros.of(now()));
        destination.discarded(unwanted.state());
        recent.forget(unwanted.id());
        if (unwanted.turn() == DeliveryTable.HEAD) {
            destination.headWent(unwanted.state());
            turns.closed(destination, unwanted.entity());
        }
    }

    /**
     * Takes back what was handed out when tori ended: nobody else can have it, whoever opens the
     * file is alone with it. Whether it was sent is not known.
     *
     * @return how many of which destination
     */
    Map<String, Integer> takeBack() throws SQLException {
        Map<String, Integer> taken = new TreeMap<>();
        Instant now = now();
        for (Destination destination : destinations.all()) {
            List<DeliveryTable.Interrupted> interrupted = table.interrupted(destination);
            for (DeliveryTable.Interrupted one : interrupted) {
                takeBack(destination, one, now);
            }
            if (!interrupted.isEmpty()) {
                taken.put(destination.name, interrupted.size());
            }
        }
        return taken;
    }

    private void takeBack(Destination destination, DeliveryTable.Interrupted one, Instant now)
            throws SQLException {
        Attempt unknown =
                new Attempt(
                        Micros.instant(one.claimedMicros()),
                        now,
                        destination.name,
                        Outcome.UNKNOWN,
                        "tori ended while it was under way",
                        Answer.NONE);
        Station.Pending again = new Station.InFlight(one.failures(), one.batchLimit()).released();
        DeliveryTable.Settled settled = table.settle(one.id(), again, unknown, Micros.of(now));
        if (settled != null) {
            attempts.add(one.id(), settled.attempts(), unknown);
            destination.moved(DeliveryState.IN_FLIGHT, again.state());
            turns.released(destination, one.entity(), one.id(), again.state());
        }
    }

    /**
     * Deletes finished deliveries that are old or too many.
     *
     * @return whether there may be more
     */
    boolean prune(Instant finishedBefore, long maxFinished, int chunk) throws SQLException {
        List<DeliveryTable.Pruned> pruned = table.prune(Micros.of(finishedBefore), chunk);
        long surplus = destinations.finished() - pruned.size() - maxFinished;
        if (pruned.size() < chunk && surplus > 0) {
            int most = (int) Math.min(surplus, chunk - pruned.size());
            pruned.addAll(table.prune(Long.MAX_VALUE, most));
        }
        for (DeliveryTable.Pruned gone : pruned) {
            destinations.ofId(gone.destination()).forgotten(gone.state(), gone.discarded());
        }
        return pruned.size() == chunk;
    }

    /** The last act before the transaction is committed. */
    void beforeCommit() throws SQLException {
        destinations.write();
    }

    /**
     * The transaction has been committed.
     *
     * @return what there is to tell about it
     */
    News committed() {
        events.committed();
        recent.committed();
        News news = new News(destinations.committed(), List.copyOf(deaths));
        deaths.clear();
        return news;
    }

    /** The transaction has been rolled back; {@link #reload} must follow before the next. */
    void rolledBack() {
        recent.rolledBack();
        deaths.clear();
    }

    /**
     * Takes what the file has for what is. The statements are made anew: one that changes rows and
     * returns some is of no more use to the driver once it has failed.
     */
    void reload() throws SQLException {
        table.close();
        table = new DeliveryTable(connection);
        turns = new Turns(table);
        claims = new Claims(table, events, recent, turns, dependencies);
        events.reload();
        destinations.reload();
        lastId = table.lastId();
    }

    /** The highest number given so far. */
    long lastId() {
        return lastId;
    }
}
