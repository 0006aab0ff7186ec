package tori.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.model.MonitorId;
import tori.model.Sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What every {@link CheckHistory} must do, whatever it writes to. */
public abstract class CheckHistoryContract {

    protected static final MonitorId PAGE = new MonitorId("site", "page");
    protected static final MonitorId OTHER = new MonitorId("a site", "größe");
    private static final MonitorId NOBODY = new MonitorId("site", "nobody");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long MINUTE = 60_000;
    private static final long DAY = 86_400_000;
    private static final int ALL = 1_000_000;

    private CheckHistory history;

    /** Opens the same place each time; must keep samples and minutes for at least ten days. */
    protected abstract CheckHistory open() throws Exception;

    /** Closes it in an orderly way. */
    protected abstract void close() throws Exception;

    /** A poll has ended. */
    protected abstract void sampled(MonitorId monitor, Sample sample);

    @BeforeEach
    void openHistory() throws Exception {
        history = open();
    }

    @AfterEach
    void closeHistory() throws Exception {
        close();
    }

    private void reopen() throws Exception {
        close();
        history = open();
    }

    private List<Sample> all(MonitorId monitor) throws Exception {
        return history.samples(monitor, 0, Sample.MAX_TIME_MILLIS, ALL);
    }

    private void awaitSamples(MonitorId monitor, int count) {
        await().atMost(PATIENCE).until(() -> all(monitor).size() == count);
    }

    private static List<Bucket> computed(Resolution resolution, List<Sample> samples) {
        Buckets buckets = new Buckets(resolution);
        samples.forEach(buckets::add);
        return buckets.build();
    }

    /** Whatever there is of a monitor, asked for ten days at a time. */
    private List<Bucket> stored(MonitorId monitor, Resolution resolution) throws Exception {
        List<Bucket> buckets = new ArrayList<>();
        long step = Resolution.MINUTE.bucketMillis() * CheckHistory.MAX_BUCKETS;
        long from = resolution.startOf(Samples.START - 40 * DAY);
        for (long at = from; at < Samples.START + 40 * DAY; at += step) {
            buckets.addAll(history.buckets(monitor, resolution, at, at + step));
        }
        return buckets;
    }

    @Test
    void shouldGiveBackWhatWasSampled() throws Exception {
        Sample first = Samples.up(Samples.START, 12_345);
        Sample second = Samples.failed(Samples.START + 10_000);
        sampled(PAGE, first);
        sampled(PAGE, second);
        awaitSamples(PAGE, 2);
        assertThat(all(PAGE)).containsExactly(first, second);
        assertThat(all(OTHER)).isEmpty();
        assertThat(history.knows(PAGE)).isTrue();
        assertThat(history.knows(NOBODY)).isFalse();
        reopen();
        assertThat(all(PAGE)).containsExactly(first, second);
        assertThat(history.knows(PAGE)).isTrue();
    }

    @Test
    void shouldGiveWhatLiesWithinATimeAndNoMoreThanIsWanted() throws Exception {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            samples.add(Samples.up(Samples.START + i * MINUTE, i));
            sampled(PAGE, samples.getLast());
        }
        awaitSamples(PAGE, 100);
        long from = samples.get(20).timeMillis();
        long to = samples.get(80).timeMillis();
        assertThat(history.samples(PAGE, from, to, ALL)).isEqualTo(samples.subList(20, 80));
        assertThat(history.samples(PAGE, from + 1, to + 1, ALL)).isEqualTo(samples.subList(21, 81));
        assertThat(history.samples(PAGE, from, to, 7)).isEqualTo(samples.subList(20, 27));
        assertThat(history.samples(PAGE, to, from, 7)).isEmpty();
        long minute = Resolution.MINUTE.startOf(from);
        assertThat(history.buckets(PAGE, Resolution.MINUTE, minute, minute + 3 * MINUTE))
                .isEqualTo(computed(Resolution.MINUTE, samples.subList(20, 23)));
        assertThat(history.buckets(PAGE, Resolution.MINUTE, minute + 1, minute + MINUTE))
                .as("none begins before")
                .isEmpty();
        assertThat(history.buckets(PAGE, Resolution.HOUR, to, to)).isEmpty();
        assertThatThrownBy(() -> history.buckets(PAGE, Resolution.MINUTE, 0, to))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAnswerForManyMonitorsAtOnce() throws Exception {
        Map<MonitorId, List<Bucket>> expected = new HashMap<>();
        for (int i = 0; i < 150; i++) {
            MonitorId monitor = new MonitorId("site", "m" + i);
            Sample sample = Samples.up(Samples.START, i);
            sampled(monitor, sample);
            expected.put(monitor, computed(Resolution.DAY, List.of(sample)));
        }
        awaitSamples(new MonitorId("site", "m149"), 1);
        expected.put(NOBODY, List.of());
        long day = Resolution.DAY.startOf(Samples.START);
        assertThat(history.buckets(expected.keySet(), Resolution.DAY, day, day + DAY))
                .isEqualTo(expected);
    }

    /**
     * Samples of several monitors, with the clock set now and then, the process restarted in the
     * middle of minutes and hours, and questions asked meanwhile.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldComeToWhatAllSamplesComeToWhateverHappensMeanwhile(long seed) throws Exception {
        Random random = new Random(seed);
        Map<MonitorId, List<Sample>> sampled = new HashMap<>();
        sampled.put(PAGE, new ArrayList<>());
        sampled.put(OTHER, new ArrayList<>());
        for (Sample sample : Samples.many(seed, 2_000)) {
            MonitorId monitor = random.nextInt(3) == 0 ? OTHER : PAGE;
            sampled.get(monitor).add(sample);
            sampled(monitor, sample);
            if (random.nextInt(400) == 0) {
                reopen();
            } else if (random.nextInt(100) == 0) {
                awaitSamples(PAGE, sampled.get(PAGE).size());
            }
        }
        reopen();
        for (Map.Entry<MonitorId, List<Sample>> one : sampled.entrySet()) {
            List<Sample> samples = one.getValue();
            for (Resolution resolution : Resolution.values()) {
                assertThat(stored(one.getKey(), resolution))
                        .as("%s of %s", resolution, one.getKey())
                        .isEqualTo(computed(resolution, samples));
            }
            samples.sort(Comparator.comparingLong(Sample::timeMillis));
            assertThat(all(one.getKey())).isEqualTo(samples);
        }
    }
}
