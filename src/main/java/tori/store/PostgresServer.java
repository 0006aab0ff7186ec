package tori.store;

import tori.config.Secret;
import tori.config.StorePlace;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * Connects to a PostgreSQL server so that nobody ever waits for it without end: neither this
 * process for a server that hangs, nor the server for a process that is gone. Any thread.
 */
final class PostgresServer {

    /** The oldest of which the statements are known to work. */
    static final int OLDEST_VERSION = 13;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Longer than a statement may take, which the server ends itself. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    /** Whole seconds. */
    private static final int PROBE_TIMEOUT_SECONDS = 2;

    /** A script may rebuild a large table. */
    private static final Duration MIGRATION_TIMEOUT = Duration.ofMinutes(10);

    /**
     * Statements take milliseconds; a hundred times that is a server in trouble. A session whose
     * process is gone without a word is ended within half a minute, and with it the lock.
     */
    private static final String SETTINGS =
            "SET statement_timeout = '5s'; SET lock_timeout = '5s';"
                    + " SET idle_in_transaction_session_timeout = '30s';"
                    + " SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5;"
                    + " SET tcp_keepalives_count = 3;"
                    + " SET default_transaction_isolation = 'read committed';"
                    + " SELECT set_config('search_path', quote_ident(current_schema()), false)";

    /** What the driver calls parameters that have another name elsewhere. */
    private static final Map<String, String> DRIVER_NAMES =
            Map.of("channel_binding", "channelBinding");

    private final StorePlace.Postgres place;
    private final UnaryOperator<Connection> around;
    private final String name;

    PostgresServer(StorePlace.Postgres place) {
        this(place, UnaryOperator.identity());
    }

    /**
     * @param around what each new connection is used through; tests put failures in between
     */
    PostgresServer(StorePlace.Postgres place, UnaryOperator<Connection> around) {
        this.place = place;
        this.around = around;
        String schema = place.parameters().get("currentSchema");
        this.name =
                "postgresql://"
                        + place.host()
                        + ":"
                        + place.port()
                        + "/"
                        + place.database()
                        + (schema == null ? "" : "?currentSchema=" + schema);
    }

    /** What sentences call it. */
    String name() {
        return name;
    }

    String text(SQLException failure) {
        String text = PostgresReasons.text(name, place.user(), failure);
        Secret password = place.password();
        // Nobody is known to print it.
        return password == null || password.value().length() < 4
                ? text
                : text.replace(password.value(), "***");
    }

    /** A new connection; the caller closes it. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        place.parameters()
                .forEach((key, value) ->
                        properties.setProperty(DRIVER_NAMES.getOrDefault(key, key), value));
        properties.setProperty("user", place.user());
        Secret password = place.password();
        if (password != null) {
            properties.setProperty("password", password.value());
        }
        properties.setProperty("ApplicationName", "tori");
        properties.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(SOCKET_TIMEOUT.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        // Else messages repeat what was to be written.
        properties.setProperty("logServerErrorDetail", "false");
        String address =
                "jdbc:postgresql://"
                        + place.host()
                        + ":"
                        + place.port()
                        + "/"
                        + URLEncoder.encode(place.database(), StandardCharsets.UTF_8);
        return around.apply(DriverManager.getConnection(address, properties));
    }

    /**
     * Makes a new connection ready for use.
     *
     * @return the schema that tables are in
     * @throws StoreException if the server or the schema cannot be used
     */
    String prepare(Connection connection) throws SQLException, StoreException {
        requireVersion(connection.getMetaData().getDatabaseMajorVersion());
        String schema = text(connection, "SELECT coalesce(current_schema(), '')");
        if (schema.isEmpty()) {
            throw new StoreException(
                    name
                            + " has no schema "
                            + place.parameters().getOrDefault("currentSchema", "public")
                            + " that user "
                            + place.user()
                            + " may use; create it (CREATE SCHEMA), or name another one with"
                            + " ?currentSchema=",
                    null);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
            // Else as the server is set up: it may wait for its replicas, too.
            if (text(connection, "SHOW synchronous_commit").equals("off")) {
                statement.execute("SET synchronous_commit = on");
            }
        }
        return schema;
    }

    /** Refuses a server that is too old. */
    void requireVersion(int version) throws StoreException {
        if (version < OLDEST_VERSION) {
            throw new StoreException(
                    name
                            + " is PostgreSQL "
                            + version
                            + "; tori needs "
                            + OLDEST_VERSION
                            + " or newer",
                    null);
        }
    }

    /** Whether the server answers. */
    static boolean answers(Connection connection) throws SQLException {
        return connection.isValid(PROBE_TIMEOUT_SECONDS);
    }

    /** Lets the connection wait long, or no longer than usual. */
    static void setPatience(Connection connection, boolean patient) throws SQLException {
        Duration timeout = patient ? MIGRATION_TIMEOUT : SOCKET_TIMEOUT;
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
    }

    /** Lets the connection wait no longer than somebody who wants to stop. */
    static void hurry(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(CLOSE_TIMEOUT.toMillis()));
    }

    /** The first column of the first row; empty if there is none. */
    static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }
}
