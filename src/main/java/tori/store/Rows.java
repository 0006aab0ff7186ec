package tori.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Runs statements that change rows. By a batch of one: the driver refuses to run a statement again
 * that failed any other way, and after a full disk nothing would be written until the next start.
 */
final class Rows {

    private Rows() {}

    /** Returns how many rows were changed. */
    static int change(PreparedStatement statement) throws SQLException {
        try {
            statement.addBatch();
            return statement.executeBatch()[0];
        } finally {
            statement.clearBatch();
        }
    }
}
