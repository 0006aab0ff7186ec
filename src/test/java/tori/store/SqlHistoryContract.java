package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import tori.config.StorePlace;
import tori.history.CheckHistory;
import tori.history.CheckHistoryContract;
import tori.model.MonitorId;
import tori.model.Sample;
import tori.telemetry.CountingMeters;

import java.time.Duration;
import java.time.Instant;

/** What every kind of database must do with what checks found. */
abstract class SqlHistoryContract extends CheckHistoryContract {

    static final Instant NOW = Instant.parse("2026-03-29T00:00:00Z");

    private final CountingMeters meters = new CountingMeters();
    private SqlStore store;

    /** The same each time. */
    abstract StorePlace place();

    /** How often the journal is folded. */
    abstract Duration foldEvery();

    static StoreDependencies dependencies(CountingMeters meters, Instant now) {
        StoreDependencies usual = StoreFixtures.dependencies(meters);
        return new StoreDependencies(
                usual.encoder(), usual.decoder(), meters, usual.clock(), () -> now, usual.random());
    }

    @Override
    protected CheckHistory open() throws Exception {
        store =
                SqlStore.open(
                        StoreFixtures.settings(place())
                                .with(
                                        new HistorySettings(
                                                Duration.ofDays(400),
                                                Duration.ofDays(400),
                                                Duration.ofDays(400),
                                                Duration.ofMillis(2),
                                                foldEvery())),
                        dependencies(meters, NOW));
        return store.history();
    }

    @Override
    protected void close() {
        store.close(Duration.ofSeconds(10));
        assertThat(meters.count("samplesLost")).isZero();
        assertThat(meters.count("loopFailed:history")).isZero();
    }

    @Override
    protected void sampled(MonitorId monitor, Sample sample) {
        store.sampled(monitor, sample);
    }
}
