package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.config.StorePlace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.util.Base64;
import java.util.Map;

/** TLS to a PostgreSQL server that calls itself 127.0.0.1 and nothing else. */
class PostgresTlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir private static Path folder;

    private static EmbeddedPostgres server;
    private static Path certificate;

    @BeforeAll
    static void start() throws Exception {
        certificate = certificate("server");
        server =
                EmbeddedPostgres.builder()
                        .setServerConfig("ssl", "on")
                        .setServerConfig("ssl_cert_file", certificate.toString())
                        .setServerConfig("ssl_key_file", folder.resolve("server.key").toString())
                        .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** Makes a key and a certificate signed by itself; returns the certificate's file. */
    private static Path certificate(String name) throws Exception {
        Path keys = folder.resolve(name + ".p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "key",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "SAN=ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                keys.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        Path key = folder.resolve(name + ".key");
        Files.createFile(
                key,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                key, pem("PRIVATE KEY", store.getKey("key", PASSWORD.toCharArray()).getEncoded()));
        return Files.writeString(
                folder.resolve(name + ".crt"),
                pem("CERTIFICATE", store.getCertificate("key").getEncoded()));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(what, Base64.getMimeEncoder().encodeToString(bytes), what);
    }

    private static StorePlace.Postgres place(String host, Map<String, String> parameters) {
        return new StorePlace.Postgres(
                host, server.getPort(), "postgres", "postgres", null, parameters);
    }

    private static String isEncrypted(Map<String, String> parameters) throws Exception {
        try (Connection connection = new PostgresServer(place("127.0.0.1", parameters)).connect()) {
            return PostgresServer.text(
                    connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
        }
    }

    @Test
    void shouldBeUsedWhereTheServerHasIt() throws Exception {
        assertThat(isEncrypted(Map.of())).isEqualTo("t");
        assertThat(isEncrypted(Map.of("sslmode", "require"))).isEqualTo("t");
        assertThat(isEncrypted(Map.of("sslmode", "disable"))).isEqualTo("f");
    }

    @Test
    void shouldTalkToWhomItIsToldToBelieve() throws Exception {
        Map<String, String> full =
                Map.of("sslmode", "verify-full", "sslrootcert", certificate.toString());
        assertThat(isEncrypted(full)).isEqualTo("t");
        Engine.open(place("127.0.0.1", full)).close();
    }

    @Test
    void shouldNotTalkToSomebodyElse() throws Exception {
        String other = certificate("other").toString();
        assertThatThrownBy(() ->
                        Engine.open(
                                place(
                                        "127.0.0.1",
                                        Map.of("sslmode", "verify-full", "sslrootcert", other))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is not reachable: TLS fails: ");
    }

    @Test
    void shouldNotTalkToAServerOfAnotherName() {
        assertThatThrownBy(() ->
                        Engine.open(
                                place(
                                        "localhost",
                                        Map.of(
                                                "sslmode",
                                                "verify-full",
                                                "sslrootcert",
                                                certificate.toString()))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("localhost");
    }
}
