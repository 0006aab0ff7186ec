package tori.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.delivery.Attempt;
import tori.delivery.DeliveryState;
import tori.delivery.Station;
import tori.model.Owed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements by which the writer changes deliveries; each is one short walk of an index,
 * however many there are. Not thread-safe; the caller begins, commits and rolls back transactions.
 */
final class DeliveryTable implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryTable.class);

    /** What {@code turn} says. */
    static final int CLOSED = 0;

    static final int BEHIND = 1;
    static final int HEAD = 2;

    static final String INSERT =
            "INSERT INTO delivery (id, destination, key, event_seq, entity, sequence, state, turn,"
                    + " failures, batch_limit, due_at, attempts, ambiguous, discarded, accepted_at,"
                    + " changed_at) VALUES (?, ?, ?, ?, ?, ?, 0, CASE WHEN EXISTS (SELECT 1 FROM"
                    + " delivery WHERE destination = ? AND entity = ? AND turn > 0) THEN 1 ELSE 2"
                    + " END, 0, 0, 0, 0, 0, 0, ?, ?) ON CONFLICT (destination, key) DO NOTHING"
                    + " RETURNING turn";

    static final String FIND =
            "SELECT id, state, event_seq FROM delivery WHERE destination = ? AND key = ?";

    private static final String CLAIMABLE =
            "SELECT id, event_seq, entity, failures, batch_limit, due_at FROM delivery"
                    + " WHERE destination = ? AND turn = 2 AND ";

    static final String PENDING_HEADS = CLAIMABLE + "state = 0 AND due_at = 0 ORDER BY id LIMIT ?";

    static final String DUE_HEADS =
            CLAIMABLE + "state = 2 AND due_at BETWEEN ? AND ? ORDER BY due_at, id LIMIT ?";

    static final String TAKE_PENDING =
            "UPDATE delivery SET state = 1, changed_at = ? WHERE destination = ? AND turn = 2 AND"
                    + " state = 0 AND due_at = 0 AND id <= ?";

    static final String TAKE_DUE =
            "UPDATE delivery SET state = 1, due_at = 0, changed_at = ? WHERE id = ?";

    static final String SETTLE =
            "UPDATE delivery SET state = ?, turn = ?, failures = ?, batch_limit = ?, due_at = ?,"
                    + " changed_at = ?, finished_at = ?, attempts = attempts + ?, ambiguous ="
                    + " ambiguous + ?, via = ?, reason = coalesce(?, reason) WHERE id = ? AND state"
                    + " = 1 RETURNING attempts, entity";

    static final String HEAD_OF_ENTITY =
            "SELECT id, state FROM delivery WHERE destination = ? AND entity = ? AND turn > 0 AND"
                    + " turn = 2";

    static final String NEXT_OF_ENTITY =
            "SELECT id, state FROM delivery WHERE destination = ? AND entity = ? AND turn > 0 AND"
                    + " turn = 1 ORDER BY id LIMIT 1";

    static final String IN_FLIGHT =
            "SELECT id, entity, failures, batch_limit, changed_at FROM delivery WHERE destination ="
                    + " ? AND turn = 2 AND state = 1";

    static final String PRUNE =
            "DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE finished_at IS NOT"
                    + " NULL AND finished_at < ? ORDER BY finished_at LIMIT ?) AND id < (SELECT"
                    + " max(id) FROM delivery) RETURNING destination, state, discarded";

    /** One that may be handed out. */
    record Head(
            long id, long eventSeq, String entity, int failures, int batchLimit, long dueMicros) {}

    /** One that is there. */
    record Found(long id, DeliveryState state, long eventSeq) {}

    /** One of an entity that is open. */
    record Open(long id, DeliveryState state) {}

    /** One that was settled; how many attempts were noted with this one, and what of. */
    record Settled(long attempts, String entity) {}

    /** One that was handed out when tori ended. */
    record Interrupted(long id, String entity, int failures, int batchLimit, long claimedMicros) {}

    /** One that is kept no more. */
    record Pruned(int destination, DeliveryState state, boolean discarded) {}

    private final PreparedStatement insert;
    private final PreparedStatement find;
    private final PreparedStatement refer;
    private final PreparedStatement pendingHeads;
    private final PreparedStatement dueHeads;
    private final PreparedStatement takePending;
    private final PreparedStatement takeDue;
    private final PreparedStatement settle;
    private final PreparedStatement head;
    private final PreparedStatement next;
    private final PreparedStatement turn;
    private final PreparedStatement bury;
    private final PreparedStatement retry;
    private final PreparedStatement discard;
    private final PreparedStatement inFlight;
    private final PreparedStatement prune;
    private final Connection connection;
    private final List<PreparedStatement> statements = new ArrayList<>();

    DeliveryTable(Connection connection) throws SQLException {
        this.connection = connection;
        insert = prepare(INSERT);
        find = prepare(FIND);
        refer = prepare("UPDATE delivery SET event_seq = ? WHERE id = ?");
        pendingHeads = prepare(PENDING_HEADS);
        dueHeads = prepare(DUE_HEADS);
        takePending = prepare(TAKE_PENDING);
        takeDue = prepare(TAKE_DUE);
        settle = prepare(SETTLE);
        head = prepare(HEAD_OF_ENTITY);
        next = prepare(NEXT_OF_ENTITY);
        turn = prepare("UPDATE delivery SET turn = ? WHERE id = ?");
        bury =
                prepare(
                        "UPDATE delivery SET state = 4, turn = 0, due_at = 0, changed_at = ?,"
                                + " reason = ? WHERE id = ?");
        retry =
                prepare(
                        "UPDATE delivery SET state = 0, turn = ?, failures = ?, batch_limit = ?,"
                                + " changed_at = ? WHERE id = ?");
        discard =
                prepare(
                        "UPDATE delivery SET discarded = 1, turn = 0, due_at = 0, changed_at = ?,"
                                + " finished_at = ? WHERE id = ?");
        inFlight = prepare(IN_FLIGHT);
        prune = prepare(PRUNE);
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statements.add(statement);
        return statement;
    }

    /** Gives up the statements. */
    @Override
    public void close() {
        for (PreparedStatement statement : statements) {
            try {
                statement.close();
            } catch (SQLException e) {
                // The driver reports here once more how the statement last failed; it is closed.
                LOG.debug("a statement did not close cleanly: {}", e.getMessage());
            }
        }
    }

    /** The highest number given so far; 0 if none was. Pruning always leaves that one. */
    long lastId() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT max(id) FROM delivery")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /**
     * Writes a pending delivery.
     *
     * @return its turn; {@link #CLOSED} if nothing was written because there is one of its key
     */
    int insert(long id, Destination destination, Owed owed, long eventSeq, long nowMicros)
            throws SQLException {
        insert.setLong(1, id);
        insert.setInt(2, destination.id);
        insert.setString(3, owed.key());
        insert.setLong(4, eventSeq);
        insert.setString(5, owed.event().entity());
        insert.setLong(6, owed.event().sequence());
        insert.setInt(7, destination.id);
        insert.setString(8, owed.event().entity());
        insert.setLong(9, nowMicros);
        insert.setLong(10, nowMicros);
        try (ResultSet row = insert.executeQuery()) {
            return row.next() ? row.getInt(1) : CLOSED;
        }
    }

    /** The delivery of this key; null if there is none. */
    @Nullable Found find(Destination destination, String key) throws SQLException {
        find.setInt(1, destination.id);
        find.setString(2, key);
        try (ResultSet row = find.executeQuery()) {
            return row.next()
                    ? new Found(row.getLong(1), state(row.getInt(2)), row.getLong(3))
                    : null;
        }
    }

    /** Its event is another row of the log. */
    void refer(long id, long eventSeq) throws SQLException {
        refer.setLong(1, eventSeq);
        refer.setLong(2, id);
        Rows.change(refer);
    }

    /** Pending heads, the oldest first. */
    List<Head> pendingHeads(Destination destination, int limit) throws SQLException {
        pendingHeads.setInt(1, destination.id);
        pendingHeads.setInt(2, limit);
        return heads(pendingHeads);
    }

    /** Heads whose retry is due from the one instant to the other, the longest due first. */
    List<Head> dueHeads(Destination destination, long fromMicros, long toMicros, int limit)
            throws SQLException {
        dueHeads.setInt(1, destination.id);
        dueHeads.setLong(2, fromMicros);
        dueHeads.setLong(3, toMicros);
        dueHeads.setInt(4, limit);
        return heads(dueHeads);
    }

    private static List<Head> heads(PreparedStatement query) throws SQLException {
        List<Head> heads = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                heads.add(
                        new Head(
                                row.getLong(1),
                                row.getLong(2),
                                row.getString(3),
                                row.getInt(4),
                                row.getInt(5),
                                row.getLong(6)));
            }
        }
        return heads;
    }

    /** Hands out all pending heads up to this one, which are those that were read. */
    int takePending(Destination destination, long lastId, long nowMicros) throws SQLException {
        takePending.setLong(1, nowMicros);
        takePending.setInt(2, destination.id);
        takePending.setLong(3, lastId);
        return Rows.change(takePending);
    }

    /** Hands out one whose retry was due. */
    void takeDue(long id, long nowMicros) throws SQLException {
        takeDue.setLong(1, nowMicros);
        takeDue.setLong(2, id);
        Rows.change(takeDue);
    }

    /**
     * Writes the new station of one that is handed out.
     *
     * @return null if it is not handed out; nothing was written then
     */
    @Nullable Settled settle(long id, Station station, @Nullable Attempt attempt, long nowMicros)
            throws SQLException {
        boolean open = station.state().isOpen();
        boolean delivered = station.state() == DeliveryState.DELIVERED;
        settle.setInt(1, number(station.state()));
        settle.setInt(2, open ? HEAD : CLOSED);
        settle.setInt(3, station.failures());
        settle.setInt(4, batchLimit(station));
        settle.setLong(5, dueMicros(station));
        settle.setLong(6, nowMicros);
        if (delivered) {
            settle.setLong(7, nowMicros);
        } else {
            settle.setNull(7, Types.BIGINT);
        }
        settle.setInt(8, attempt == null ? 0 : 1);
        settle.setInt(9, attempt != null && isAmbiguous(attempt) ? 1 : 0);
        settle.setString(10, delivered && attempt != null ? attempt.via() : null);
        settle.setString(11, delivered || attempt == null ? null : attempt.detail());
        settle.setLong(12, id);
        try (ResultSet row = settle.executeQuery()) {
            return row.next() ? new Settled(row.getLong(1), row.getString(2)) : null;
        }
    }

    private static boolean isAmbiguous(Attempt attempt) {
        return switch (attempt.outcome()) {
            case AMBIGUOUS, REPEATED, UNKNOWN -> true;
            case DELIVERED, THROTTLED, OUTAGE, SPLIT, REFUSED, GONE, FAILED -> false;
        };
    }

    private static int batchLimit(Station station) {
        return switch (station) {
            case Station.Pending pending -> pending.batchLimit();
            case Station.RetryWait waiting -> waiting.batchLimit();
            case Station.InFlight flight -> flight.batchLimit();
            case Station.Delivered _, Station.Failed _ -> 0;
        };
    }

    private static long dueMicros(Station station) {
        return station instanceof Station.RetryWait waiting ? Micros.notBefore(waiting.dueAt()) : 0;
    }

    /** The one of an entity whose turn it is; null if none is open. */
    @Nullable Open head(Destination destination, String entity) throws SQLException {
        return open(head, destination, entity);
    }

    /** The oldest of an entity that waits behind another; null if none does. */
    @Nullable Open next(Destination destination, String entity) throws SQLException {
        return open(next, destination, entity);
    }

    private static @Nullable Open open(
            PreparedStatement query, Destination destination, String entity) throws SQLException {
        query.setInt(1, destination.id);
        query.setString(2, entity);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? new Open(row.getLong(1), state(row.getInt(2))) : null;
        }
    }

    void turn(long id, int newTurn) throws SQLException {
        turn.setInt(1, newTurn);
        turn.setLong(2, id);
        Rows.change(turn);
    }

    /** A dead letter that was never sent, because what is owed cannot be read. */
    void bury(long id, String reason, long nowMicros) throws SQLException {
        bury.setLong(1, nowMicros);
        bury.setString(2, reason);
        bury.setLong(3, id);
        Rows.change(bury);
    }

    /** A dead letter is pending again. */
    void retry(long id, Station.Pending station, int newTurn, long nowMicros) throws SQLException {
        retry.setInt(1, newTurn);
        retry.setInt(2, station.failures());
        retry.setInt(3, station.batchLimit());
        retry.setLong(4, nowMicros);
        retry.setLong(5, id);
        Rows.change(retry);
    }

    /** It is given up. */
    void discard(long id, long nowMicros) throws SQLException {
        discard.setLong(1, nowMicros);
        discard.setLong(2, nowMicros);
        discard.setLong(3, id);
        Rows.change(discard);
    }

    /** What was handed out and never settled. */
    List<Interrupted> interrupted(Destination destination) throws SQLException {
        List<Interrupted> interrupted = new ArrayList<>();
        inFlight.setInt(1, destination.id);
        try (ResultSet row = inFlight.executeQuery()) {
            while (row.next()) {
                interrupted.add(
                        new Interrupted(
                                row.getLong(1),
                                row.getString(2),
                                row.getInt(3),
                                row.getInt(4),
                                row.getLong(5)));
            }
        }
        return interrupted;
    }

    /** Deletes finished deliveries, the longest finished first. */
    List<Pruned> prune(long beforeMicros, int limit) throws SQLException {
        List<Pruned> pruned = new ArrayList<>();
        prune.setLong(1, beforeMicros);
        prune.setInt(2, limit);
        try (ResultSet row = prune.executeQuery()) {
            while (row.next()) {
                pruned.add(new Pruned(row.getInt(1), state(row.getInt(2)), row.getInt(3) == 1));
            }
        }
        return pruned;
    }

    /** The number by which the file knows a state. */
    static int number(DeliveryState state) {
        return switch (state) {
            case PENDING -> 0;
            case IN_FLIGHT -> 1;
            case RETRY_WAIT -> 2;
            case DELIVERED -> 3;
            case FAILED -> 4;
        };
    }

    /** The state of this number. */
    static DeliveryState state(int number) {
        return switch (number) {
            case 0 -> DeliveryState.PENDING;
            case 1 -> DeliveryState.IN_FLIGHT;
            case 2 -> DeliveryState.RETRY_WAIT;
            case 3 -> DeliveryState.DELIVERED;
            case 4 -> DeliveryState.FAILED;
            default -> throw new IllegalStateException("no state has the number " + number);
        };
    }
}
