package tori.store;

import tori.delivery.Attempt;
import tori.delivery.DeliveryDetail;
import tori.delivery.Outcome;
import tori.model.Answer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest attempts of each delivery. Not thread-safe; the caller begins, commits and rolls back
 * transactions.
 */
final class AttemptTable {

    private final PreparedStatement insert;
    private final PreparedStatement trim;
    private final PreparedStatement list;

    AttemptTable(Connection connection) throws SQLException {
        insert =
                connection.prepareStatement(
                        "INSERT INTO delivery_attempt (delivery, number, started_at, ended_at, via,"
                                + " outcome, detail, status, excerpt) VALUES (?, ?, ?, ?, ?, ?, ?,"
                                + " ?, ?)");
        trim =
                connection.prepareStatement(
                        "DELETE FROM delivery_attempt WHERE delivery = ? AND number <= ?");
        list =
                connection.prepareStatement(
                        "SELECT started_at, ended_at, via, outcome, detail, status, excerpt FROM"
                                + " delivery_attempt WHERE delivery = ? ORDER BY number");
    }

    /**
     * Keeps an attempt, and no more than the newest ones of its delivery.
     *
     * @param number how many there were of this delivery, this one included
     */
    void add(long delivery, long number, Attempt attempt) throws SQLException {
        insert.setLong(1, delivery);
        insert.setLong(2, number);
        insert.setLong(3, Micros.of(attempt.startedAt()));
        insert.setLong(4, Micros.of(attempt.endedAt()));
        insert.setString(5, attempt.via());
        insert.setString(6, attempt.outcome().name());
        insert.setString(7, attempt.detail());
        insert.setInt(8, attempt.answer().status());
        insert.setString(9, attempt.answer().excerpt());
        Rows.change(insert);
        if (number > DeliveryDetail.MAX_ATTEMPTS) {
            trim.setLong(1, delivery);
            trim.setLong(2, number - DeliveryDetail.MAX_ATTEMPTS);
            Rows.change(trim);
        }
    }

    /** Those kept of a delivery, oldest first. */
    List<Attempt> list(long delivery) throws SQLException {
        List<Attempt> attempts = new ArrayList<>();
        list.setLong(1, delivery);
        try (ResultSet row = list.executeQuery()) {
            while (row.next()) {
                attempts.add(
                        new Attempt(
                                Micros.instant(row.getLong(1)),
                                Micros.instant(row.getLong(2)),
                                row.getString(3),
                                Outcome.valueOf(row.getString(4)),
                                row.getString(5),
                                new Answer(row.getInt(6), row.getString(7))));
            }
        }
        return attempts;
    }
}
