package tori.store;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads and writes the event log of one connection. Not thread-safe; the caller begins, commits and
 * rolls back transactions, and says so.
 */
final class EventTable {

    private static final String COLUMNS = "id, time, source, type, subject, body";

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement find;
    private final PreparedStatement body;
    private final PreparedStatement walkByTime;
    private final PreparedStatement walkBySeq;
    private final PreparedStatement delete;
    private long lastSeq;
    private final Map<UUID, Long> written = new HashMap<>();

    // Where the walks of pruning go on: what deliveries refer to stays, and is not met every time.
    private long walkedMicros = Long.MIN_VALUE;
    private long walkedSeqOfTime;
    private long walkedSeq;

    EventTable(Connection connection) throws SQLException {
        this.connection = connection;
        // An event is written once, even if a commit that seemed to fail had taken effect.
        insert =
                prepare(
                        "INSERT INTO event (seq, "
                                + COLUMNS
                                + ") VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
        find = prepare("SELECT seq FROM event WHERE id = ?");
        body = prepare("SELECT body FROM event WHERE seq = ?");
        String owed =
                "CASE WHEN EXISTS (SELECT 1 FROM delivery WHERE event_seq = event.seq) THEN 1 ELSE"
                        + " 0 END";
        walkByTime =
                prepare(
                        "SELECT seq, time, "
                                + owed
                                + " FROM event WHERE time < ? AND (time, seq) > (?, ?)"
                                + " ORDER BY time, seq LIMIT ?");
        walkBySeq =
                prepare(
                        "SELECT seq, time, "
                                + owed
                                + " FROM event WHERE seq <= (SELECT max(seq) FROM event) - ? AND"
                                + " seq > ? ORDER BY seq LIMIT ?");
        delete = prepare("DELETE FROM event WHERE seq = ?");
        reload();
    }

    /** Takes what the file has for what is: at opening, and after a transaction was rolled back. */
    void reload() throws SQLException {
        written.clear();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT max(seq) FROM event")) {
            lastSeq = row.next() ? row.getLong(1) : 0;
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /**
     * Writes a row; one of this id that is there already stays as it is.
     *
     * @return the row's place in the log
     */
    long insert(StoredEvent event) throws SQLException {
        Long known = written.get(event.id());
        if (known != null) {
            return known;
        }
        long seq = write(event);
        written.put(event.id(), seq);
        return seq;
    }

    private long write(StoredEvent event) throws SQLException {
        insert.setLong(1, lastSeq + 1);
        insert.setString(2, event.id().toString());
        insert.setLong(3, Micros.of(event.time()));
        insert.setString(4, event.source());
        insert.setString(5, event.type());
        insert.setString(6, event.subject());
        insert.setString(7, event.body());
        if (Rows.change(insert) > 0) {
            lastSeq++;
            return lastSeq;
        }
        return find(event.id());
    }

    private long find(UUID id) throws SQLException {
        find.setString(1, id.toString());
        try (ResultSet row = find.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("event " + id + " is in the log and cannot be found");
            }
            return row.getLong(1);
        }
    }

    /** The place a row of this id has if this transaction wrote it, or else would have. */
    long expectedSeq(UUID id) {
        return written.getOrDefault(id, lastSeq + 1);
    }

    /** The transaction has been committed. */
    void committed() {
        written.clear();
    }

    /** The JSON of an event; null if the log does not have it. */
    @Nullable String body(long seq) throws SQLException {
        body.setLong(1, seq);
        try (ResultSet row = body.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** The JSON of the event of this id; null if the log does not have it. */
    @Nullable String bodyOf(UUID id) throws SQLException {
        try (PreparedStatement query = prepare("SELECT body FROM event WHERE id = ?")) {
            query.setString(1, id.toString());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** The deliveries that are or were owed about the event of this id, by destination. */
    List<Long> deliveriesOf(UUID id) throws SQLException {
        List<Long> deliveries = new ArrayList<>();
        try (PreparedStatement query =
                prepare(
                        "SELECT d.id FROM delivery d JOIN event e ON e.seq = d.event_seq WHERE"
                                + " e.id = ? ORDER BY d.id")) {
            query.setString(1, id.toString());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    deliveries.add(row.getLong(1));
                }
            }
        }
        return deliveries;
    }

    /** The events written last, newest first. */
    List<StoredEvent> latest(int limit) throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        try (PreparedStatement query =
                prepare("SELECT " + COLUMNS + " FROM event ORDER BY seq DESC LIMIT ?")) {
            query.setInt(1, limit);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    events.add(
                            new StoredEvent(
                                    UUID.fromString(row.getString(1)),
                                    Micros.instant(row.getLong(2)),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getString(6)));
                }
            }
        }
        return events;
    }

    /**
     * Looks at up to {@code chunk} events older than this and deletes those no delivery refers to.
     *
     * @return whether there are more to look at
     */
    boolean pruneBefore(Instant time, int chunk) throws SQLException {
        walkByTime.setLong(1, Micros.of(time));
        walkByTime.setLong(2, walkedMicros);
        walkByTime.setLong(3, walkedSeqOfTime);
        walkByTime.setInt(4, chunk);
        Walk walk = walk(walkByTime);
        boolean more = walk.looked == chunk;
        walkedMicros = more ? walk.lastMicros : Long.MIN_VALUE;
        walkedSeqOfTime = more ? walk.lastSeq : 0;
        return more;
    }

    /** The same for events beyond the newest {@code keep}. */
    boolean pruneBeyond(long keep, int chunk) throws SQLException {
        walkBySeq.setLong(1, keep);
        walkBySeq.setLong(2, walkedSeq);
        walkBySeq.setInt(3, chunk);
        Walk walk = walk(walkBySeq);
        boolean more = walk.looked == chunk;
        walkedSeq = more ? walk.lastSeq : 0;
        return more;
    }

    private record Walk(int looked, long lastSeq, long lastMicros) {}

    private Walk walk(PreparedStatement query) throws SQLException {
        int looked = 0;
        long seq = 0;
        long micros = 0;
        List<Long> unwanted = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                looked++;
                seq = row.getLong(1);
                micros = row.getLong(2);
                if (row.getInt(3) == 0) {
                    unwanted.add(seq);
                }
            }
        }
        for (long old : unwanted) {
            delete.setLong(1, old);
            Rows.change(delete);
        }
        return new Walk(looked, seq, micros);
    }
}
