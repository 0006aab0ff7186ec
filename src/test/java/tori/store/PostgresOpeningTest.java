package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;

import tori.config.StorePlace;
import tori.model.FreePort;
import tori.model.MonitorId;
import tori.telemetry.CountingMeters;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What users read when the server or its database cannot be used. */
class PostgresOpeningTest {

    private static final MonitorId ENERGY = new MonitorId("gorilla", "energy");

    private static SqlStore open(StorePlace place) throws StoreException {
        return SqlStore.open(
                StoreFixtures.settings(place), StoreFixtures.dependencies(new CountingMeters()));
    }

    private static void assertRefused(StorePlace.Postgres place, String... parts) {
        Throwable thrown = catchThrowable(() -> open(place).close());
        assertThat(thrown)
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("postgresql://127.0.0.1:" + place.port() + "/")
                .hasMessageContainingAll(parts);
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(PostgresFixture.PASSWORD, "wrong-word");
        }
    }

    @Test
    void shouldLogInWithAPassword() throws Exception {
        StorePlace.Postgres place = PostgresFixture.newPlace();
        String schema = PostgresFixture.schema(place);
        PostgresFixture.execute("GRANT ALL ON SCHEMA " + schema + " TO tori");
        try (SqlStore store = open(PostgresFixture.as(place, "tori", PostgresFixture.PASSWORD))) {
            assertThat(store.latestEvents(1)).isEmpty();
        }
    }

    @Test
    void shouldSayThatThePasswordIsWrong() {
        assertRefused(
                PostgresFixture.as(PostgresFixture.newPlace(), "tori", "wrong-word"),
                "refuses the password of user tori",
                "check store.url");
    }

    @Test
    void shouldSayThatASchemaCannotBeUsed() {
        StorePlace.Postgres place = PostgresFixture.newPlace();
        assertRefused(
                PostgresFixture.as(place, "tori", PostgresFixture.PASSWORD),
                "has no schema " + PostgresFixture.schema(place) + " that user tori may use");
        PostgresFixture.execute(
                "GRANT USAGE ON SCHEMA " + PostgresFixture.schema(place) + " TO tori");
        assertRefused(
                PostgresFixture.as(place, "tori", PostgresFixture.PASSWORD),
                "does not allow it: permission denied for schema");
    }

    @Test
    void shouldSayThatThereIsNoSuchDatabase() {
        StorePlace.Postgres place = PostgresFixture.newPlace();
        assertRefused(
                new StorePlace.Postgres(
                        place.host(), place.port(), "nosuch", "postgres", null, Map.of()),
                "does not exist",
                "createdb");
    }

    @Test
    void shouldSayThatNothingListens() throws Exception {
        int port = FreePort.choose();
        assertRefused(PostgresFixture.place(port, "public"), "is not reachable: nothing listens");
    }

    @Test
    void shouldNotWaitForAServerThatSaysNothing() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            assertRefused(PostgresFixture.place(mute.getLocalPort(), "public"), "is not reachable");
        }
    }

    @Test
    void shouldSayThatTlsIsNotToBeHad() {
        StorePlace.Postgres place = PostgresFixture.newPlace();
        assertRefused(
                new StorePlace.Postgres(
                        place.host(),
                        place.port(),
                        place.database(),
                        place.user(),
                        null,
                        Map.of("sslmode", "require")),
                "SSL");
    }

    @Test
    void shouldRefuseTablesOfAnotherProgramAndLeaveThemAsTheyAre() {
        StorePlace.Postgres place = PostgresFixture.newPlace();
        String schema = PostgresFixture.schema(place);
        PostgresFixture.execute("CREATE TABLE " + schema + ".bookmarks (url TEXT)");
        assertRefused(place, "has tables of another program", "?currentSchema=");
        assertThat(
                        PostgresFixture.number(
                                "SELECT count(*) FROM information_schema.tables WHERE table_schema"
                                        + " = '"
                                        + schema
                                        + "'"))
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseTheSchemaOfANewerTori() throws Exception {
        StorePlace.Postgres place = PostgresFixture.newPlace();
        open(place).close();
        PostgresFixture.execute(
                "UPDATE " + PostgresFixture.schema(place) + ".tori_store SET version = 99");
        assertRefused(
                place,
                "was written by a newer tori (schema 99, this one knows "
                        + Scripts.POSTGRES.newest()
                        + ")");
    }

    @Test
    void shouldBringAnEarlierSchemaUpToDate() throws Exception {
        StorePlace.Postgres place = PostgresFixture.newPlace();
        PostgresFixture.execute(
                "SET search_path = "
                        + PostgresFixture.schema(place)
                        + "; "
                        + Scripts.POSTGRES.script(1)
                        + Scripts.POSTGRES.script(2)
                        + "UPDATE tori_store SET version = 2; INSERT INTO event (seq, id, time,"
                        + " source, type, subject, body) VALUES (41,"
                        + " '018f2f6e-0000-7000-8000-000000000001', 1767225600000000, '/a/b',"
                        + " 'tori.test', 'old', '{}')");
        try (SqlStore store = open(place)) {
            store.record(
                    ENERGY,
                    StateStoreContract.whole("a", Map.of()),
                    List.of(StoreFixtures.event(ENERGY, "new")));
        }
        try (SqlStore store = open(place)) {
            assertThat(store.latestEvents(9))
                    .extracting(StoredEvent::subject)
                    .containsExactly("new", "old");
        }
    }

    @Test
    void shouldRefuseASchemaThisProcessUsesAlready() throws Exception {
        StorePlace.Postgres place = PostgresFixture.newPlace();
        String pid = Long.toString(ProcessHandle.current().pid());
        try (SqlStore _ = open(place);
                SqlStore other = open(PostgresFixture.newPlace())) {
            assertThatThrownBy(() -> open(place).close())
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            refused -> {
                                assertThat(refused.isInUse()).isTrue();
                                assertThat(refused.owner()).isEqualTo(pid);
                            })
                    .hasMessageContaining("is in use by another tori (pid " + pid + " on ");
            assertThat(other.latestEvents(1)).isEmpty();
        }
        open(place).close();
    }

    @Test
    void shouldSayWhichOtherProcessUsesTheSchemaAndTakeItOnceThatWasKilled() throws Exception {
        StorePlace.Postgres place = PostgresFixture.newPlace();
        try (WriterProcess other = WriterProcess.start(place)) {
            other.awaitLines(1);
            assertRefused(place, "in use by another tori (pid " + other.pid() + " on ");
        }
        org.awaitility.Awaitility.await().untilAsserted(() -> open(place).close());
    }

    @Test
    void shouldRefuseAServerThatIsTooOld() throws Exception {
        PostgresServer server = new PostgresServer(PostgresFixture.place(1, "public"));
        server.requireVersion(PostgresServer.OLDEST_VERSION);
        assertThatThrownBy(() -> server.requireVersion(12))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is PostgreSQL 12; tori needs 13 or newer");
    }

    @Test
    void shouldShowNoPassword() {
        StorePlace.Postgres place =
                PostgresFixture.as(PostgresFixture.place(1, "public"), "tori", "geheim");
        assertThat(Objects.toString(place)).doesNotContain("geheim").contains("***");
        assertThat(new PostgresServer(place).name()).doesNotContain("geheim", "tori");
    }
}
