package tori.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;

import tori.config.Secret;
import tori.config.StorePlace;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/**
 * One PostgreSQL server for all tests of this JVM, started by the first that needs it. Each place
 * is a schema of its own. The user {@code postgres} needs no password, {@code tori} does.
 */
public final class PostgresFixture {

    static final String PASSWORD = "p@ss/w:rd é";

    private static @Nullable EmbeddedPostgres server;

    private PostgresFixture() {}

    /** The server; ends with the JVM. */
    public static synchronized EmbeddedPostgres server() {
        EmbeddedPostgres running = server;
        if (running == null) {
            try {
                running =
                        EmbeddedPostgres.builder()
                                .setDataDirectoryCustomizer(PostgresFixture::requirePassword)
                                .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server = running;
            execute("CREATE ROLE tori LOGIN PASSWORD '" + PASSWORD + "'");
        }
        return running;
    }

    private static void requirePassword(File folder) {
        Path rules = folder.toPath().resolve("pg_hba.conf");
        try {
            Files.writeString(
                    rules, "host all tori 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty schema. */
    public static StorePlace.Postgres newPlace() {
        return newPlace(server().getPort());
    }

    /** An empty schema, to be reached at another port. */
    static StorePlace.Postgres newPlace(int port) {
        String schema = "s" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE SCHEMA " + schema);
        return place(port, schema);
    }

    static StorePlace.Postgres place(int port, String schema) {
        return new StorePlace.Postgres(
                "127.0.0.1", port, "postgres", "postgres", null, Map.of("currentSchema", schema));
    }

    /** As another user, with a password. */
    static StorePlace.Postgres as(StorePlace.Postgres place, String user, String password) {
        return new StorePlace.Postgres(
                place.host(),
                place.port(),
                place.database(),
                user,
                new Secret(password),
                place.parameters());
    }

    /** As in config.yaml. */
    public static String url(StorePlace.Postgres place) {
        return "postgresql://postgres@127.0.0.1:"
                + place.port()
                + "/postgres?currentSchema="
                + schema(place);
    }

    /** What {@link #url} made. */
    static StorePlace.Postgres place(String url) {
        URI uri = URI.create(url);
        return place(uri.getPort(), uri.getQuery().replace("currentSchema=", ""));
    }

    static String schema(StorePlace.Postgres place) {
        return place.parameters().get("currentSchema");
    }

    /** Runs a statement as the owner of everything. */
    static void execute(String sql) {
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first number that a query finds. */
    static long number(String sql) {
        try (Connection connection = server().getPostgresDatabase().getConnection()) {
            return number(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    /** Runs a statement in the schema of a place. */
    static void execute(StorePlace.Postgres place, String sql) {
        execute("SET search_path = " + schema(place) + "; " + sql);
    }

    /** The first number that a query finds in the schema of a place. */
    static long number(StorePlace.Postgres place, String sql) {
        try (Connection connection = server().getPostgresDatabase().getConnection()) {
            connection.setSchema(schema(place));
            return number(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the session that has a schema's lock, as an administrator does. */
    public static void endSessions(StorePlace.Postgres place) {
        execute("SELECT pg_terminate_backend(pid) FROM " + locks(place));
    }

    /** The number of that session; -1 if there is none. */
    static long session(StorePlace.Postgres place) {
        return number("SELECT pid FROM " + locks(place));
    }

    private static String locks(StorePlace.Postgres place) {
        return "pg_locks WHERE locktype = 'advisory' AND granted AND classid = "
                + 0x746f7269
                + " AND objid::bigint = "
                + Integer.toUnsignedLong(schema(place).hashCode());
    }
}
