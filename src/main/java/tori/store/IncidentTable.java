package tori.store;

import org.jspecify.annotations.Nullable;

import tori.incident.IncidentStore.Scope;
import tori.incident.IncidentStore.Selection;
import tori.model.Condition;
import tori.model.History;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Telling;
import tori.model.Transition;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads and writes incidents and transitions of one connection. Not thread-safe; the caller begins,
 * commits and rolls back transactions.
 */
final class IncidentTable {

    private static final String COLUMNS =
            "id, site, monitor, cause, detail, since, opened_at, closed_at, told, held_by,"
                    + " reminders, remind_at, acknowledged_at";

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final PreparedStatement add;
    private final PreparedStatement open;
    private final PreparedStatement find;
    private final PreparedStatement timeline;
    private final PreparedStatement pruneIncidents;
    private final PreparedStatement pruneTransitions;

    IncidentTable(Connection connection) throws SQLException {
        this.connection = connection;
        // A second open one of a monitor breaks the index.
        insert =
                prepare(
                        "INSERT INTO incident (closed_at, told, held_by, reminders, remind_at,"
                                + " acknowledged_at, cause, detail, id, site, monitor, since,"
                                + " opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        // What is closed stays closed.
        update =
                prepare(
                        "UPDATE incident SET closed_at = ?, told = ?, held_by = ?, reminders = ?,"
                                + " remind_at = ?, acknowledged_at = ?, cause = ?, detail = ? WHERE"
                                + " id = ? AND closed_at IS NULL");
        add =
                prepare(
                        "INSERT INTO transition (site, monitor, time, from_condition,"
                                + " to_condition, cause, detail, incident) VALUES (?, ?, ?, ?, ?,"
                                + " ?, ?, ?)");
        open =
                prepare(
                        "SELECT "
                                + COLUMNS
                                + " FROM incident WHERE site = ? AND monitor = ? AND closed_at IS"
                                + " NULL");
        find = prepare("SELECT " + COLUMNS + " FROM incident WHERE id = ?");
        timeline =
                prepare(
                        "SELECT site, monitor, time, from_condition, to_condition, cause, detail,"
                                + " incident FROM transition WHERE incident = ? ORDER BY seq"
                                + " LIMIT ?");
        pruneIncidents =
                prepare(
                        "DELETE FROM incident WHERE id IN (SELECT id FROM incident WHERE closed_at"
                                + " < ? LIMIT ?)");
        pruneTransitions =
                prepare(
                        "DELETE FROM transition WHERE seq IN (SELECT seq FROM transition WHERE time"
                                + " < ? LIMIT ?)");
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** Writes what happened. */
    void write(History history) throws SQLException {
        for (Transition transition : history.transitions()) {
            add(transition);
        }
        for (Incident incident : history.incidents()) {
            put(incident);
        }
    }

    private void add(Transition transition) throws SQLException {
        add.setString(1, transition.monitor().site());
        add.setString(2, transition.monitor().monitor());
        add.setLong(3, Micros.of(transition.at()));
        add.setString(4, transition.from().word());
        add.setString(5, transition.to().word());
        add.setString(6, transition.cause());
        add.setString(7, transition.detail());
        add.setString(8, transition.incident() == null ? null : transition.incident().toString());
        Rows.change(add);
    }

    private void put(Incident incident) throws SQLException {
        fill(update, incident);
        if (Rows.change(update) > 0 || find(incident.id()) != null) {
            return;
        }
        fill(insert, incident);
        insert.setString(10, incident.monitor().site());
        insert.setString(11, incident.monitor().monitor());
        insert.setLong(12, Micros.of(incident.since()));
        insert.setLong(13, Micros.of(incident.openedAt()));
        Rows.change(insert);
    }

    /** What may change, and the id. */
    private static void fill(PreparedStatement statement, Incident incident) throws SQLException {
        Telling telling = incident.telling();
        time(statement, 1, incident.closedAt());
        statement.setInt(2, telling.told() ? 1 : 0);
        statement.setString(3, telling.heldBy());
        statement.setInt(4, telling.reminders());
        time(statement, 5, telling.remindAt());
        time(statement, 6, telling.acknowledgedAt());
        statement.setString(7, incident.cause());
        statement.setString(8, incident.detail());
        statement.setString(9, incident.id().toString());
    }

    private static void time(PreparedStatement statement, int index, @Nullable Instant time)
            throws SQLException {
        if (time == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, Micros.of(time));
        }
    }

    /** The monitor's open incident; null if there is none. */
    @Nullable Incident open(MonitorId monitor) throws SQLException {
        open.setString(1, monitor.site());
        open.setString(2, monitor.monitor());
        return first(open);
    }

    /** The incident of this id; null if there is none. */
    @Nullable Incident find(UUID id) throws SQLException {
        find.setString(1, id.toString());
        return first(find);
    }

    private static @Nullable Incident first(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? incident(row) : null;
        }
    }

    /**
     * Incidents, those opened last first.
     *
     * @param scope of which; null for all
     */
    List<Incident> list(@Nullable Scope scope, Selection selection, int limit, int offset)
            throws SQLException {
        List<Incident> incidents = new ArrayList<>();
        try (PreparedStatement query =
                prepare(
                        "SELECT "
                                + COLUMNS
                                + " FROM incident WHERE "
                                + condition(selection)
                                + condition(scope)
                                + " ORDER BY opened_at DESC, id DESC LIMIT ? OFFSET ?")) {
            int next = fill(query, scope);
            query.setInt(next++, limit);
            query.setInt(next, offset);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    incidents.add(incident(row));
                }
            }
        }
        return incidents;
    }

    /**
     * How many there are.
     *
     * @param scope of which; null for all
     */
    long count(@Nullable Scope scope, Selection selection) throws SQLException {
        try (PreparedStatement query =
                prepare(
                        "SELECT count(*) FROM incident WHERE "
                                + condition(selection)
                                + condition(scope))) {
            fill(query, scope);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static String condition(Selection selection) {
        return switch (selection) {
            case ALL -> "true";
            case OPEN -> "closed_at IS NULL";
            case CLOSED -> "closed_at IS NOT NULL";
        };
    }

    private static String condition(@Nullable Scope scope) {
        return scope == null
                ? ""
                : " AND site = ?"
                        + (scope.monitor() == null ? "" : " AND monitor = ?")
                        + (scope.since() == null
                                ? ""
                                : " AND (closed_at IS NULL OR closed_at >= ?)");
    }

    /** Returns the place after what {@link #condition(Scope)} asks for. */
    private static int fill(PreparedStatement query, @Nullable Scope scope) throws SQLException {
        int next = 1;
        if (scope == null) {
            return next;
        }
        query.setString(next++, scope.site());
        if (scope.monitor() != null) {
            query.setString(next++, scope.monitor());
        }
        if (scope.since() != null) {
            query.setLong(next++, Micros.of(scope.since()));
        }
        return next;
    }

    /** The transitions of an incident, oldest first. */
    List<Transition> timeline(UUID incident, int limit) throws SQLException {
        List<Transition> transitions = new ArrayList<>();
        timeline.setString(1, incident.toString());
        timeline.setInt(2, limit);
        try (ResultSet row = timeline.executeQuery()) {
            while (row.next()) {
                transitions.add(transition(row));
            }
        }
        return transitions;
    }

    /**
     * Deletes up to {@code chunk} of the transitions, and of the closed incidents, that are older
     * than this.
     *
     * @return whether there may be more
     */
    boolean pruneBefore(Instant time, int chunk) throws SQLException {
        int most = 0;
        for (PreparedStatement prune : List.of(pruneTransitions, pruneIncidents)) {
            prune.setLong(1, Micros.of(time));
            prune.setInt(2, chunk);
            most = Math.max(most, Rows.change(prune));
        }
        return most == chunk;
    }

    private static Incident incident(ResultSet row) throws SQLException {
        return new Incident(
                UUID.fromString(row.getString(1)),
                new MonitorId(row.getString(2), row.getString(3)),
                row.getString(4),
                row.getString(5),
                Micros.instant(row.getLong(6)),
                Micros.instant(row.getLong(7)),
                time(row, 8),
                new Telling(
                        row.getInt(9) == 1,
                        row.getString(10),
                        row.getInt(11),
                        time(row, 12),
                        time(row, 13)));
    }

    private static Transition transition(ResultSet row) throws SQLException {
        String incident = row.getString(8);
        return new Transition(
                new MonitorId(row.getString(1), row.getString(2)),
                Micros.instant(row.getLong(3)),
                condition(row.getString(4)),
                condition(row.getString(5)),
                row.getString(6),
                row.getString(7),
                incident == null ? null : UUID.fromString(incident));
    }

    private static Condition condition(String word) throws SQLException {
        Condition condition = Condition.ofWord(word);
        if (condition == null) {
            throw new SQLException("there is no condition " + word);
        }
        return condition;
    }

    private static @Nullable Instant time(ResultSet row, int index) throws SQLException {
        long micros = row.getLong(index);
        return row.wasNull() ? null : Micros.instant(micros);
    }
}
