package tori.peers.outbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/** An embedded database in the contender's folder, behind a pool of connections. */
abstract sealed class Store implements AutoCloseable permits SqliteStore, PostgresStore, H2Store {

    private final HikariDataSource pool;

    Store(HikariConfig config) {
        config.setConnectionTimeout(60_000);
        pool = new HikariDataSource(config);
    }

    /** Its name, version and how it makes a commit durable. */
    abstract String version();

    /** Processor time of the store's own processes, in nanoseconds. */
    long foreignCpuNanos() {
        return 0;
    }

    final DataSource dataSource() {
        return pool;
    }

    final void execute(String... statements) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the first row. */
    final String ask(String query) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            if (!rows.next()) {
                throw new SQLException("no answer to " + query);
            }
            return rows.getString(1);
        }
    }

    final void expect(String query, String answer) throws SQLException {
        String found = ask(query);
        if (!found.equalsIgnoreCase(answer)) {
            throw new SQLException(query + " is " + found + " instead of " + answer);
        }
    }

    @Override
    public void close() throws Exception {
        pool.close();
    }
}
