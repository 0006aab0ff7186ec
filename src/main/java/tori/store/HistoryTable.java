package tori.store;

import tori.model.MonitorId;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the history's tables of one connection. Not thread-safe; the caller begins,
 * commits and rolls back transactions.
 */
final class HistoryTable {

    /** How many segments one statement reads: a server is not asked for each of them. */
    private static final int READ_AT_ONCE = 64;

    /**
     * A monitor of which there is a history.
     *
     * @param folded its samples up to this row of the journal are in the segments
     * @param newestMillis when the last of those was taken
     */
    record MonitorRow(long number, MonitorId monitor, long folded, long newestMillis) {}

    /**
     * How far a monitor's samples are in the segments.
     *
     * @param seq up to this row of the journal
     * @param newestMillis when the last of those was taken
     */
    record Progress(long monitor, long seq, long newestMillis) {}

    /** Takes rows of the journal. */
    interface JournalReader {
        void row(long seq, byte[] body);
    }

    /** The statements of one tier. */
    private record Segments(
            PreparedStatement one,
            PreparedStatement many,
            PreparedStatement put,
            PreparedStatement prune) {}

    private final Connection connection;
    private final PreparedStatement addMonitor;
    private final PreparedStatement folded;
    private final PreparedStatement fold;
    private final PreparedStatement pruneMonitor;
    private final PreparedStatement append;
    private final PreparedStatement pruneJournal;
    private final Map<HistoryTier, Segments> tiers = new EnumMap<>(HistoryTier.class);

    HistoryTable(Connection connection) throws SQLException {
        this.connection = connection;
        addMonitor =
                prepare(
                        "INSERT INTO history_monitor (id, site, monitor, folded, newest) VALUES (?,"
                                + " ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
        folded = prepare("SELECT folded FROM history_monitor WHERE id = ?");
        fold = prepare("UPDATE history_monitor SET folded = ?, newest = ? WHERE id = ?");
        pruneMonitor = prepare("DELETE FROM history_monitor WHERE id = ?");
        append =
                prepare(
                        "INSERT INTO history_journal (seq, body) VALUES (?, ?) ON CONFLICT (seq) DO"
                                + " NOTHING");
        pruneJournal =
                prepare(
                        "DELETE FROM history_journal WHERE seq IN (SELECT seq FROM history_journal"
                                + " WHERE seq <= ? ORDER BY seq LIMIT ?)");
        for (HistoryTier tier : HistoryTier.values()) {
            tiers.put(tier, segments(tier.table()));
        }
    }

    private Segments segments(String table) throws SQLException {
        return new Segments(
                prepare(select(table, 1)),
                prepare(select(table, READ_AT_ONCE)),
                prepare(
                        "INSERT INTO "
                                + table
                                + " (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body ="
                                + " excluded.body"),
                prepare(
                        "DELETE FROM "
                                + table
                                + " WHERE id IN (SELECT id FROM "
                                + table
                                + " WHERE id < ? ORDER BY id LIMIT ?)"));
    }

    private static String select(String table, int count) {
        return "SELECT id, body FROM " + table + " WHERE id IN (?" + ", ?".repeat(count - 1) + ")";
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    private Segments of(HistoryTier tier) {
        Segments segments = tiers.get(tier);
        if (segments == null) {
            throw new IllegalStateException("no statements for " + tier);
        }
        return segments;
    }

    List<MonitorRow> monitors() throws SQLException {
        List<MonitorRow> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT id, site, monitor, folded, newest FROM history_monitor")) {
            while (row.next()) {
                rows.add(
                        new MonitorRow(
                                row.getLong(1),
                                new MonitorId(row.getString(2), row.getString(3)),
                                row.getLong(4),
                                row.getLong(5)));
            }
        }
        return rows;
    }

    /** Nothing if it is there already: a commit that failed may have taken effect. */
    void add(MonitorRow monitor) throws SQLException {
        addMonitor.setLong(1, monitor.number());
        addMonitor.setString(2, monitor.monitor().site());
        addMonitor.setString(3, monitor.monitor().monitor());
        addMonitor.setLong(4, monitor.folded());
        addMonitor.setLong(5, monitor.newestMillis());
        Rows.change(addMonitor);
    }

    /** How far a monitor's samples are in the segments; -1 if it has no row. */
    long folded(long monitor) throws SQLException {
        folded.setLong(1, monitor);
        try (ResultSet row = folded.executeQuery()) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    /** Notes how far monitors' samples are in the segments. */
    void fold(List<Progress> monitors) throws SQLException {
        try {
            for (Progress one : monitors) {
                fold.setLong(1, one.seq());
                fold.setLong(2, one.newestMillis());
                fold.setLong(3, one.monitor());
                fold.addBatch();
            }
            fold.executeBatch();
        } finally {
            fold.clearBatch();
        }
    }

    void removeMonitor(long monitor) throws SQLException {
        pruneMonitor.setLong(1, monitor);
        Rows.change(pruneMonitor);
    }

    /** Nothing if it is there already: a commit that failed may have taken effect. */
    void append(long seq, byte[] body) throws SQLException {
        append.setLong(1, seq);
        append.setBytes(2, body);
        Rows.change(append);
    }

    /** Reads all of the journal, in the order in which it was written. */
    void readJournal(JournalReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT seq, body FROM history_journal ORDER BY seq")) {
            while (row.next()) {
                reader.row(row.getLong(1), row.getBytes(2));
            }
        }
    }

    /** Deletes up to {@code chunk} rows up to this one; returns how many there were. */
    int pruneJournal(long seq, int chunk) throws SQLException {
        pruneJournal.setLong(1, seq);
        pruneJournal.setInt(2, chunk);
        return Rows.change(pruneJournal);
    }

    /** What segments hold, those left out that are not there. */
    Map<SegmentKey, byte[]> segments(HistoryTier tier, Collection<SegmentKey> keys)
            throws SQLException {
        Map<SegmentKey, byte[]> found = new HashMap<>();
        List<SegmentKey> wanted = List.copyOf(keys);
        for (int i = 0; i < wanted.size(); i += READ_AT_ONCE) {
            read(tier, wanted.subList(i, Math.min(wanted.size(), i + READ_AT_ONCE)), found);
        }
        return found;
    }

    private void read(HistoryTier tier, List<SegmentKey> keys, Map<SegmentKey, byte[]> found)
            throws SQLException {
        boolean single = keys.size() == 1;
        PreparedStatement query = single ? of(tier).one() : of(tier).many();
        for (int i = 0; i < (single ? 1 : READ_AT_ONCE); i++) {
            // What is too few is asked for again.
            query.setLong(i + 1, keys.get(Math.min(i, keys.size() - 1)).id());
        }
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.put(SegmentKey.ofId(row.getLong(1)), row.getBytes(2));
            }
        }
    }

    /** Writes segments, in the place of what they held. */
    void put(HistoryTier tier, Map<SegmentKey, byte[]> segments) throws SQLException {
        PreparedStatement put = of(tier).put();
        try {
            for (Map.Entry<SegmentKey, byte[]> one : segments.entrySet()) {
                put.setLong(1, one.getKey().id());
                put.setBytes(2, one.getValue());
                put.addBatch();
            }
            put.executeBatch();
        } finally {
            put.clearBatch();
        }
    }

    /** The numbers of the first and of the last segment there is; none if there is none. */
    List<Long> range(HistoryTier tier) throws SQLException {
        // Two questions: SQLite answers each from an end of the tree, both in one from all of it.
        List<Long> ends = new ArrayList<>(2);
        for (String end : List.of("min", "max")) {
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT " + end + "(id) FROM " + tier.table())) {
                if (row.next()) {
                    long id = row.getLong(1);
                    if (!row.wasNull()) {
                        ends.add(SegmentKey.ofId(id).segment());
                    }
                }
            }
        }
        return ends;
    }

    /**
     * Deletes up to {@code chunk} rows of segments before this one; returns how many there were.
     */
    int prune(HistoryTier tier, long segment, int chunk) throws SQLException {
        PreparedStatement prune = of(tier).prune();
        prune.setLong(1, new SegmentKey(segment, 0).id());
        prune.setInt(2, chunk);
        return Rows.change(prune);
    }
}
