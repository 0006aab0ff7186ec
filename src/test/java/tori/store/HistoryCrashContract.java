package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;

import tori.config.StorePlace;
import tori.history.Bucket;
import tori.history.Buckets;
import tori.history.Resolution;
import tori.model.MonitorId;
import tori.model.Sample;
import tori.telemetry.CountingMeters;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Kills a process that keeps a history and looks at what is on the disk. */
abstract class HistoryCrashContract {

    /** A place of its own for each test. */
    abstract StorePlace place();

    @RepeatedTest(3)
    void shouldHaveEveryCheckOnceInSamplesAndInBucketsHoweverOftenItIsKilled() throws Exception {
        StorePlace place = place();
        Random random = new Random();
        int next = 0;
        for (int kill = 0; kill < 3; kill++) {
            int said;
            try (HistoryProcess process = HistoryProcess.start(place, next)) {
                said = process.awaitRounds(20 + random.nextInt(100));
            }
            next = verify(place, said);
        }
    }

    /** Returns the number of the next sample. */
    private static int verify(StorePlace place, int said) throws Exception {
        CountingMeters meters = new CountingMeters();
        try (SqlStore store =
                StoreFixtures.openAfterKill(
                        HistoryProcess.settings(place),
                        SqlHistoryContract.dependencies(meters, SqlHistoryContract.NOW))) {
            int most = 0;
            for (int number = 0; number < HistoryProcess.MONITORS; number++) {
                MonitorId monitor = HistoryProcess.monitor(number);
                List<Sample> samples =
                        store.history().samples(monitor, 0, Sample.MAX_TIME_MILLIS, 1 << 20);
                most = Math.max(most, samples.size());
                assertThat(samples)
                        .as("of %s each once, and all that it has said", monitor)
                        .hasSizeGreaterThan(said)
                        .isEqualTo(
                                IntStream.range(0, samples.size())
                                        .mapToObj(HistoryProcess::sample)
                                        .toList());
                for (Resolution resolution : Resolution.values()) {
                    assertThat(buckets(store, monitor, resolution))
                            .as("%s of %s", resolution, monitor)
                            .isEqualTo(computed(resolution, samples));
                }
            }
            // Whoever was killed in the middle of a round begins it anew; so all have as many.
            for (int number = 0; number < HistoryProcess.MONITORS; number++) {
                MonitorId monitor = HistoryProcess.monitor(number);
                int has =
                        store.history().samples(monitor, 0, Sample.MAX_TIME_MILLIS, 1 << 20).size();
                for (int missing = has; missing < most; missing++) {
                    store.sampled(monitor, HistoryProcess.sample(missing));
                }
            }
            return most;
        }
    }

    private static List<Bucket> buckets(SqlStore store, MonitorId monitor, Resolution resolution)
            throws Exception {
        long from = resolution.startOf(SqlHistoryContract.NOW.toEpochMilli());
        return store.history().buckets(monitor, resolution, from, from + 5 * 86_400_000L);
    }

    private static List<Bucket> computed(Resolution resolution, List<Sample> samples) {
        Buckets buckets = new Buckets(resolution);
        samples.forEach(buckets::add);
        return buckets.build();
    }
}
