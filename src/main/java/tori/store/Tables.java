package tori.store;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads and writes the tables of one connection. Not thread-safe; the caller begins, commits and
 * rolls back transactions.
 */
final class Tables implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement findState;
    private final PreparedStatement insertState;
    private final PreparedStatement updateState;
    private final PreparedStatement clearEntries;
    private final PreparedStatement putEntry;
    private final PreparedStatement deleteEntry;
    private final PreparedStatement readEntries;

    Tables(Connection connection) throws SQLException {
        this.connection = connection;
        findState =
                prepare("SELECT id, fingerprint FROM monitor_state WHERE site = ? AND monitor = ?");
        insertState =
                prepare(
                        "INSERT INTO monitor_state (site, monitor, fingerprint, updated_at)"
                                + " VALUES (?, ?, ?, ?)");
        updateState =
                prepare("UPDATE monitor_state SET fingerprint = ?, updated_at = ? WHERE id = ?");
        clearEntries = prepare("DELETE FROM monitor_entry WHERE state_id = ?");
        putEntry =
                prepare(
                        "INSERT INTO monitor_entry (state_id, key, body) VALUES (?, ?, ?) ON"
                                + " CONFLICT (state_id, key) DO UPDATE SET body = excluded.body");
        deleteEntry = prepare("DELETE FROM monitor_entry WHERE state_id = ? AND key = ?");
        readEntries = prepare("SELECT key, body FROM monitor_entry WHERE state_id = ?");
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    private record StateRow(long id, String fingerprint) {}

    private @Nullable StateRow find(MonitorId monitor) throws SQLException {
        findState.setString(1, monitor.site());
        findState.setString(2, monitor.monitor());
        try (ResultSet row = findState.executeQuery()) {
            return row.next() ? new StateRow(row.getLong(1), row.getString(2)) : null;
        }
    }

    /** The entries of a monitor; null if there are none of this fingerprint. */
    @Nullable Map<Long, byte[]> load(MonitorId monitor, String fingerprint) throws SQLException {
        StateRow state = find(monitor);
        if (state == null || !state.fingerprint().equals(fingerprint)) {
            return null;
        }
        Map<Long, byte[]> entries = new HashMap<>();
        readEntries.setLong(1, state.id());
        try (ResultSet row = readEntries.executeQuery()) {
            while (row.next()) {
                entries.put(row.getLong(1), row.getBytes(2));
            }
        }
        return entries;
    }

    /** Writes the state part of a change. */
    void write(PendingChange change, Instant now) throws SQLException {
        StateRow state = find(change.monitor);
        long id;
        if (state == null) {
            id = insert(change, now);
        } else {
            id = state.id();
            update(state, change, now);
        }
        for (Long key : change.deletes()) {
            deleteEntry.setLong(1, id);
            deleteEntry.setLong(2, key);
            deleteEntry.addBatch();
        }
        deleteEntry.executeBatch();
        for (Map.Entry<Long, byte[]> put : change.puts().entrySet()) {
            putEntry.setLong(1, id);
            putEntry.setLong(2, put.getKey());
            putEntry.setBytes(3, put.getValue());
            putEntry.addBatch();
        }
        putEntry.executeBatch();
    }

    private long insert(PendingChange change, Instant now) throws SQLException {
        insertState.setString(1, change.monitor.site());
        insertState.setString(2, change.monitor.monitor());
        insertState.setString(3, change.fingerprint());
        insertState.setLong(4, now.toEpochMilli());
        Rows.change(insertState);
        StateRow inserted = find(change.monitor);
        if (inserted == null) {
            throw new SQLException("the state row just inserted is not there");
        }
        return inserted.id();
    }

    private void update(StateRow state, PendingChange change, Instant now) throws SQLException {
        updateState.setString(1, change.fingerprint());
        updateState.setLong(2, now.toEpochMilli());
        updateState.setLong(3, state.id());
        Rows.change(updateState);
        if (change.replaceAll() || !state.fingerprint().equals(change.fingerprint())) {
            clearEntries.setLong(1, state.id());
            Rows.change(clearEntries);
        }
    }

    /** The transaction is undone; what had been added to batches is not sent with the next one. */
    void clear(Exception because) {
        try {
            deleteEntry.clearBatch();
            putEntry.clearBatch();
        } catch (SQLException | RuntimeException e) {
            because.addSuppressed(e);
        }
    }

    /** Gives up the connection. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
