package tori.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes the table of the times of sends. Not thread-safe; the caller begins, commits and
 * rolls back transactions.
 */
final class SendTable {

    /**
     * One limit's row.
     *
     * @param completedMicros microseconds since 1970, oldest first
     * @param expiresMicros when the newest of them counts no more
     */
    record Row(String scope, List<Long> completedMicros, long expiresMicros) {}

    private final Connection connection;
    private final PreparedStatement put;
    private final PreparedStatement delete;

    SendTable(Connection connection) throws SQLException {
        this.connection = connection;
        put =
                connection.prepareStatement(
                        "INSERT INTO send_times (scope, completed, expires_at) VALUES (?, ?, ?) ON"
                                + " CONFLICT (scope) DO UPDATE SET completed = excluded.completed,"
                                + " expires_at = excluded.expires_at");
        delete = connection.prepareStatement("DELETE FROM send_times WHERE scope = ?");
    }

    List<Row> readAll() throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT scope, completed, expires_at FROM send_times")) {
            while (row.next()) {
                byte[] bytes = row.getBytes(2);
                ByteBuffer instants = ByteBuffer.wrap(bytes);
                List<Long> completed = new ArrayList<>();
                while (instants.remaining() >= Long.BYTES) {
                    completed.add(instants.getLong());
                }
                rows.add(new Row(row.getString(1), completed, row.getLong(3)));
            }
        }
        return rows;
    }

    void put(Row row) throws SQLException {
        ByteBuffer bytes = ByteBuffer.allocate(row.completedMicros().size() * Long.BYTES);
        row.completedMicros().forEach(bytes::putLong);
        put.setString(1, row.scope());
        put.setBytes(2, bytes.array());
        put.setLong(3, row.expiresMicros());
        Rows.change(put);
    }

    void delete(String scope) throws SQLException {
        delete.setString(1, scope);
        Rows.change(delete);
    }
}
