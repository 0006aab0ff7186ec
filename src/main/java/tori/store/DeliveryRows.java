package tori.store;

import org.jspecify.annotations.Nullable;

import tori.delivery.DeliveryDetail;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;
import tori.delivery.Readiness;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Reads deliveries for people and for whoever plans. Not thread-safe. */
final class DeliveryRows {

    // In this order, so that no plan begins with the destinations or the whole event log.
    private static final String ROWS =
            "SELECT d.id, t.name, d.key, e.id, e.type, e.source, e.subject, d.entity, d.sequence,"
                    + " d.state, d.failures, d.accepted_at, d.changed_at, d.due_at, d.via,"
                    + " d.reason, d.ambiguous, d.discarded, e.body FROM delivery d CROSS JOIN"
                    + " destination t CROSS JOIN event e WHERE t.id = d.destination AND e.seq ="
                    + " d.event_seq";

    private static final String SWEEPABLE =
            "SELECT id, destination, state, turn, failures, entity, discarded FROM delivery WHERE ";

    static final String DEAD_AFTER =
            SWEEPABLE + "state = 4 AND discarded = 0 AND id > ? AND id <= ? ORDER BY id LIMIT ?";

    static final String ANY_AFTER = SWEEPABLE + "id > ? AND id <= ? ORDER BY id LIMIT ?";

    static final String COUNT_DUE =
            "SELECT count(*) FROM delivery WHERE destination = ? AND turn = 2 AND state = 2 AND"
                    + " (due_at <= ? OR due_at > ?)";

    static final String NEXT_DUE =
            "SELECT min(due_at) FROM delivery WHERE destination = ? AND turn = 2 AND state = 2 AND"
                    + " due_at > ? AND due_at <= ?";

    private final Connection connection;
    private final AttemptTable attempts;
    private final PreparedStatement one;
    private final PreparedStatement countDue;
    private final PreparedStatement nextDue;
    private final PreparedStatement deadAfter;
    private final PreparedStatement anyAfter;

    DeliveryRows(Connection connection) throws SQLException {
        this.connection = connection;
        this.attempts = new AttemptTable(connection);
        one = connection.prepareStatement(ROWS + " AND d.id = ?");
        countDue = connection.prepareStatement(COUNT_DUE);
        nextDue = connection.prepareStatement(NEXT_DUE);
        deadAfter = connection.prepareStatement(DEAD_AFTER);
        anyAfter = connection.prepareStatement(ANY_AFTER);
    }

    /** Those that fit, newest first. */
    List<DeliveryRow> list(DeliveryFilter filter, int limit, int offset) throws SQLException {
        return filter.ids().isEmpty() ? walk(filter, limit, offset) : named(filter, limit, offset);
    }

    private List<DeliveryRow> named(DeliveryFilter filter, int limit, int offset)
            throws SQLException {
        List<DeliveryRow> rows = new ArrayList<>();
        int left = offset;
        for (long id : distinctNewestFirst(filter)) {
            DeliveryRow row = rows.size() < limit ? row(id) : null;
            if (row != null && fits(filter, row) && left-- <= 0) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** How many of the deliveries that the filter names fit. */
    long countNamed(DeliveryFilter filter) throws SQLException {
        long count = 0;
        for (long id : distinctNewestFirst(filter)) {
            DeliveryRow row = row(id);
            count += row != null && fits(filter, row) ? 1 : 0;
        }
        return count;
    }

    private static List<Long> distinctNewestFirst(DeliveryFilter filter) {
        return filter.ids().stream().distinct().sorted(Comparator.reverseOrder()).toList();
    }

    private static boolean fits(DeliveryFilter filter, DeliveryRow row) {
        return fits(filter, row.state(), row.discarded())
                && (filter.destination() == null || filter.destination().equals(row.destination()));
    }

    /** What is discarded is in no state any more. */
    static boolean fits(DeliveryFilter filter, DeliveryState state, boolean discarded) {
        return filter.states().isEmpty() || (!discarded && filter.states().contains(state));
    }

    private List<DeliveryRow> walk(DeliveryFilter filter, int limit, int offset)
            throws SQLException {
        StringBuilder where = new StringBuilder(ROWS).append(" AND d.id > 0");
        if (filter.states().equals(List.of(DeliveryState.FAILED))) {
            // Said so that the index of dead letters is used.
            where.append(" AND d.state = 4 AND d.discarded = 0");
        } else if (!filter.states().isEmpty()) {
            where.append(" AND d.discarded = 0 AND d.state IN (");
            filter.states().forEach(state -> where.append(DeliveryTable.number(state)).append(','));
            where.setCharAt(where.length() - 1, ')');
        }
        if (filter.destination() != null) {
            where.append(" AND d.destination = (SELECT id FROM destination WHERE name = ?)");
        }
        where.append(" ORDER BY d.id DESC LIMIT ? OFFSET ?");
        List<DeliveryRow> rows = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(where.toString())) {
            int parameter = 1;
            if (filter.destination() != null) {
                query.setString(parameter++, filter.destination());
            }
            query.setInt(parameter++, limit);
            query.setInt(parameter, offset);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.add(row(row));
                }
            }
        }
        return rows;
    }

    /** The delivery of this number; null if there is none. */
    @Nullable DeliveryRow row(long id) throws SQLException {
        one.setLong(1, id);
        try (ResultSet row = one.executeQuery()) {
            return row.next() ? row(row) : null;
        }
    }

    /** The same with its event and attempts. */
    @Nullable DeliveryDetail detail(long id) throws SQLException {
        one.setLong(1, id);
        try (ResultSet row = one.executeQuery()) {
            return row.next()
                    ? new DeliveryDetail(row(row), row.getString(19), attempts.list(id))
                    : null;
        }
    }

    private static DeliveryRow row(ResultSet row) throws SQLException {
        DeliveryState state = DeliveryTable.state(row.getInt(10));
        long dueMicros = row.getLong(14);
        return new DeliveryRow(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                UUID.fromString(row.getString(4)),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getLong(9),
                state,
                row.getInt(11),
                Micros.instant(row.getLong(12)),
                Micros.instant(row.getLong(13)),
                dueMicros == 0 ? null : Micros.instant(dueMicros),
                row.getString(15),
                row.getString(16),
                row.getInt(17),
                row.getInt(18) == 1);
    }

    /**
     * What waits for a retry.
     *
     * @param heads how many may be claimed beside those
     */
    Readiness readiness(Destination destination, int heads, Instant now) throws SQLException {
        long nowMicros = Micros.of(now);
        long neverMicros = Micros.of(now.plus(Claims.LONGEST_WAIT));
        countDue.setInt(1, destination.id);
        countDue.setLong(2, nowMicros);
        countDue.setLong(3, neverMicros);
        nextDue.setInt(1, destination.id);
        nextDue.setLong(2, nowMicros);
        nextDue.setLong(3, neverMicros);
        try (ResultSet due = countDue.executeQuery();
                ResultSet next = nextDue.executeQuery()) {
            int dueHeads = due.next() ? due.getInt(1) : 0;
            Instant nextDueAt = null;
            if (next.next() && next.getObject(1) != null) {
                nextDueAt = Micros.instant(next.getLong(1));
            }
            return new Readiness(heads + dueHeads, nextDueAt);
        }
    }

    /**
     * What follows a delivery, by number; looks at no more than {@code limit} rows.
     *
     * @param deadOnly dead letters alone
     */
    List<Deliveries.Sweepable> after(long id, long lastId, boolean deadOnly, int limit)
            throws SQLException {
        PreparedStatement query = deadOnly ? deadAfter : anyAfter;
        query.setLong(1, id);
        query.setLong(2, lastId);
        query.setInt(3, limit);
        List<Deliveries.Sweepable> rows = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.add(
                        new Deliveries.Sweepable(
                                row.getLong(1),
                                row.getInt(2),
                                DeliveryTable.state(row.getInt(3)),
                                row.getInt(4),
                                row.getInt(5),
                                Objects.requireNonNull(row.getString(6)),
                                row.getInt(7) == 1));
            }
        }
        return rows;
    }
}
