package tori.store;

import tori.model.MonitorId;
import tori.poll.StoredMonitor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads and writes added monitors of one connection. Not thread-safe; the caller begins, commits
 * and rolls back transactions.
 */
final class MonitorTable {

    private final PreparedStatement all;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final PreparedStatement find;
    private final PreparedStatement delete;
    private final PreparedStatement deleteEntries;
    private final PreparedStatement deleteState;
    private final PreparedStatement closeIncident;

    MonitorTable(Connection connection) throws SQLException {
        all =
                connection.prepareStatement(
                        "SELECT id, owner, operator, site, monitor, document, version,"
                                + " created_at, changed_at FROM added_monitor ORDER BY seq");
        insert =
                connection.prepareStatement(
                        "INSERT INTO added_monitor (id, owner, operator, site, monitor, document,"
                                + " version, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?,"
                                + " ?, ?) ON CONFLICT DO NOTHING");
        update =
                connection.prepareStatement(
                        "UPDATE added_monitor SET document = ?, operator = ?, version = ?,"
                                + " changed_at = ? WHERE id = ? AND version = ?");
        find = connection.prepareStatement("SELECT site, monitor FROM added_monitor WHERE id = ?");
        delete = connection.prepareStatement("DELETE FROM added_monitor WHERE id = ?");
        deleteEntries =
                connection.prepareStatement(
                        "DELETE FROM monitor_entry WHERE state_id IN (SELECT id FROM monitor_state"
                                + " WHERE site = ? AND monitor = ?)");
        deleteState =
                connection.prepareStatement(
                        "DELETE FROM monitor_state WHERE site = ? AND monitor = ?");
        closeIncident =
                connection.prepareStatement(
                        "UPDATE incident SET closed_at = CASE WHEN opened_at > ? THEN opened_at"
                                + " ELSE ? END WHERE site = ? AND monitor = ? AND closed_at IS"
                                + " NULL");
    }

    /** All, those added first first. */
    List<StoredMonitor> all() throws SQLException {
        List<StoredMonitor> monitors = new ArrayList<>();
        try (ResultSet row = all.executeQuery()) {
            while (row.next()) {
                monitors.add(
                        new StoredMonitor(
                                UUID.fromString(row.getString(1)),
                                row.getLong(2),
                                row.getInt(3) == 1,
                                new MonitorId(row.getString(4), row.getString(5)),
                                row.getString(6),
                                row.getLong(7),
                                Micros.instant(row.getLong(8)),
                                Micros.instant(row.getLong(9))));
            }
        }
        return monitors;
    }

    /** Adds one; false if its name or id is taken. */
    boolean add(StoredMonitor monitor) throws SQLException {
        insert.setString(1, monitor.id().toString());
        insert.setLong(2, monitor.owner());
        insert.setInt(3, monitor.operator() ? 1 : 0);
        insert.setString(4, monitor.monitor().site());
        insert.setString(5, monitor.monitor().monitor());
        insert.setString(6, monitor.document());
        insert.setLong(7, monitor.version());
        insert.setLong(8, Micros.of(monitor.createdAt()));
        insert.setLong(9, Micros.of(monitor.changedAt()));
        if (Rows.change(insert) == 0) {
            return false;
        }
        forget(monitor.monitor(), monitor.createdAt());
        return true;
    }

    /** Replaces the version before; false if it is not there. */
    boolean change(StoredMonitor monitor) throws SQLException {
        update.setString(1, monitor.document());
        update.setInt(2, monitor.operator() ? 1 : 0);
        update.setLong(3, monitor.version());
        update.setLong(4, Micros.of(monitor.changedAt()));
        update.setString(5, monitor.id().toString());
        update.setLong(6, monitor.version() - 1);
        return Rows.change(update) > 0;
    }

    /** Deletes one, perhaps with what it remembers; false if it is not there. */
    boolean remove(UUID id, boolean forget, Instant now) throws SQLException {
        MonitorId monitor;
        find.setString(1, id.toString());
        try (ResultSet row = find.executeQuery()) {
            if (!row.next()) {
                return false;
            }
            monitor = new MonitorId(row.getString(1), row.getString(2));
        }
        delete.setString(1, id.toString());
        Rows.change(delete);
        if (forget) {
            forget(monitor, now);
        }
        return true;
    }

    private void forget(MonitorId monitor, Instant now) throws SQLException {
        for (PreparedStatement statement : List.of(deleteEntries, deleteState)) {
            statement.setString(1, monitor.site());
            statement.setString(2, monitor.monitor());
            Rows.change(statement);
        }
        closeIncident.setLong(1, Micros.of(now));
        closeIncident.setLong(2, Micros.of(now));
        closeIncident.setString(3, monitor.site());
        closeIncident.setString(4, monitor.monitor());
        Rows.change(closeIncident);
    }
}
