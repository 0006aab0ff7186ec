package tori;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.account.AccountDesk;
import tori.api.ApiException;
import tori.api.DeliveryDesk;
import tori.api.EventDesk;
import tori.api.MemoryDesk;
import tori.config.ServerConfig;
import tori.config.StorePlace;
import tori.delivery.DeliveryFilter;
import tori.model.FreePort;
import tori.store.SqlStore;
import tori.store.StoreDependencies;
import tori.store.StoreException;
import tori.store.StoreSettings;
import tori.telemetry.PrometheusMeters;
import tori.time.SystemClocks;
import tori.wire.EventJson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class DeliveryAccessTest {

    private static final Path CONFIG = Path.of("config.yaml");

    @TempDir private Path folder;

    private final MemoryDesk atRest = new MemoryDesk();

    /** Opens the real store, so that the lease decides, and serves at a desk in memory. */
    private SqlStore open(StorePlace place, PrometheusMeters meters) throws IOException {
        return SqlStore.open(
                StoreSettings.of(place),
                new StoreDependencies(
                        EventJson::encode,
                        EventJson::decode,
                        meters,
                        SystemClocks.monotonic(),
                        SystemClocks.wall(),
                        RandomSource.fresh()));
    }

    private DeliveryAccess.Visit door(StorePlace place) throws IOException {
        PrometheusMeters meters = new PrometheusMeters(SystemClocks.monotonic());
        SqlStore store = open(place, meters);
        return new DeliveryAccess.Visit() {
            @Override
            public DeliveryDesk desk() {
                return atRest;
            }

            @Override
            public EventDesk events() {
                return EventDesk.NONE;
            }

            @Override
            public AccountDesk accounts() {
                throw new AssertionError("nobody asks about accounts here");
            }

            @Override
            public boolean atRest() {
                return true;
            }

            @Override
            public void close() {
                store.close();
                meters.close();
            }
        };
    }

    private static StorePlace sqlite(Path file) {
        return new StorePlace.Sqlite(file.toString());
    }

    private DeliveryAccess.Visit visit(Path store, @Nullable ServerConfig server)
            throws IOException {
        return new DeliveryAccess(this::door).visit(CONFIG, sqlite(store), server);
    }

    @Test
    void shouldOpenTheStoreThatNobodyUses() throws Exception {
        Path store = folder.resolve("tori.db");
        Files.createFile(store);
        for (int i = 0; i < 2; i++) {
            try (DeliveryAccess.Visit visit = visit(store, null)) {
                assertThat(visit.desk()).isSameAs(atRest);
                assertThat(visit.atRest()).isTrue();
            }
        }
    }

    @Test
    void shouldAskTheDaemonThatUsesTheStore() throws Exception {
        Path store = folder.resolve("tori.db");
        int port = FreePort.choose();
        try (PrometheusMeters meters = new PrometheusMeters(SystemClocks.monotonic());
                SqlStore _ = open(sqlite(store), meters)) {
            try (DeliveryAccess.Visit visit = visit(store, new ServerConfig("0.0.0.0", port))) {
                assertThat(visit.atRest()).isFalse();
                assertThatThrownBy(() -> visit.desk().list(DeliveryFilter.ALL, 1, 0))
                        .isInstanceOf(ApiException.class)
                        .hasMessageContaining("no tori answers at http://127.0.0.1:" + port);
            }
            for (ServerConfig server : new ServerConfig[] {null, new ServerConfig("::1", 0)}) {
                assertThatThrownBy(() -> visit(store, server))
                        .isInstanceOf(ApiException.class)
                        .hasMessageContaining("set server.listen");
            }
        }
    }

    @Test
    void shouldMakeNoStoreWhereThereIsNone() {
        Path store = folder.resolve("tori.db");
        assertThatThrownBy(() -> visit(store, new ServerConfig("127.0.0.1", 8080)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("does not exist");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldNotAskTheDaemonAboutADamagedStore() throws Exception {
        Path store = folder.resolve("tori.db");
        Files.writeString(store, "this was a database once".repeat(400));
        assertThatThrownBy(() -> visit(store, new ServerConfig("127.0.0.1", 8080)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isInUse()).isFalse());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:8080",
        "0.0.0.0, http://127.0.0.1:8080",
        "'', http://127.0.0.1:8080",
        "::, http://[::1]:8080",
        "::1, http://[::1]:8080",
        "localhost, http://localhost:8080",
    })
    void shouldReachTheDaemonOnLoopback(String host, String address) {
        assertThat(DaemonAddress.loopback(new ServerConfig(host, 8080))).hasToString(address);
    }
}
