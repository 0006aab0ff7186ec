package tori;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.account.AccessTerms;
import tori.config.StorePlace;
import tori.model.MonitorId;
import tori.model.Sample;
import tori.model.Sample.Outcome;
import tori.store.HistorySettings;
import tori.store.SqlStore;
import tori.store.StoreDependencies;
import tori.store.StoreSettings;
import tori.telemetry.CountingMeters;
import tori.time.SystemClocks;
import tori.wire.EventJson;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;

/** A look into a store at rest. */
class StoreVisitTest {

    private static final AccessTerms TERMS = new AccessTerms(false, false, Set.of(), null);

    private static final MonitorId PAGE = new MonitorId("site", "page");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path folder;

    private SqlStore open(Path file) throws IOException {
        HistorySettings generous =
                new HistorySettings(
                        Duration.ofDays(30),
                        Duration.ofDays(30),
                        Duration.ofDays(3_660),
                        Duration.ofMillis(1),
                        Duration.ofMillis(1));
        return SqlStore.open(
                StoreSettings.of(file).with(generous),
                new StoreDependencies(
                        EventJson::encode,
                        EventJson::decode,
                        new CountingMeters(),
                        SystemClocks.monotonic(),
                        SystemClocks.wall(),
                        new Random(1)));
    }

    private static int samples(SqlStore store) throws Exception {
        return store.history().samples(PAGE, 0, Sample.MAX_TIME_MILLIS, 9).size();
    }

    @Test
    void shouldDeleteNothingOfAHistoryThatIsKeptLongerThanUsual() throws Exception {
        Path file = folder.resolve("tori.db");
        long weekAgo = SystemClocks.wall().instant().minus(Duration.ofDays(7)).toEpochMilli();
        try (SqlStore store = open(file)) {
            store.sampled(PAGE, new Sample(weekAgo, Outcome.UP, 5));
            await().atMost(PATIENCE).until(() -> samples(store) == 1);
        }
        try (SqlStore store = open(file)) {
            // Folded by now or within moments; the visit must not delete it in either case.
            await().during(Duration.ofMillis(200))
                    .atMost(PATIENCE)
                    .until(() -> samples(store) == 1);
        }
        try (StoreVisit visit = StoreVisit.open(new StorePlace.Sqlite(file.toString()), TERMS)) {
            assertThat(visit.atRest()).isTrue();
            await().during(Duration.ofMillis(200)).atMost(PATIENCE).until(visit::atRest);
        }
        try (SqlStore store = open(file)) {
            assertThat(samples(store)).isEqualTo(1);
        }
    }
}
