package tori.poll;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tori.poll.PollResult.Cause;
import tori.time.Backoff;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;

class TimetableTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0);

    private final RandomGenerator random = new Random(1);
    private final Timetable timetable = new Timetable(cadence(30, 0, 4));

    private static Cadence cadence(long seconds, double jitter, int maxAttempts) {
        return new Cadence(
                Duration.ofSeconds(seconds), jitter, Duration.ofSeconds(10), BACKOFF, maxAttempts);
    }

    @Test
    void shouldKeepTheRateWhenPollsTakeTime() {
        assertThat(timetable.first(0, 0, 0)).isZero();
        assertThat(timetable.afterGood(false, 7 * SECOND, random)).isEqualTo(30 * SECOND);
        assertThat(timetable.afterGood(false, 31 * SECOND, random)).isEqualTo(60 * SECOND);
    }

    @Test
    void shouldSkipTicksThatHavePassed() {
        timetable.first(0, 0, 0);
        assertThat(timetable.afterGood(false, 95 * SECOND, random)).isEqualTo(120 * SECOND);
    }

    @Test
    void shouldReturnToItsPlaceAfterAnEarlyFirstPoll() {
        assertThat(timetable.first(0, 20 * SECOND, SECOND)).isEqualTo(SECOND);
        assertThat(timetable.afterGood(false, 2 * SECOND, random)).isEqualTo(20 * SECOND);
        Timetable close = new Timetable(cadence(30, 0, 4));
        assertThat(close.first(0, 4 * SECOND, SECOND)).isEqualTo(SECOND);
        assertThat(close.afterGood(false, 2 * SECOND, random)).isEqualTo(34 * SECOND);
    }

    @Test
    void shouldRetryWithGrowingWaitsAndThenWaitForTheRegularPoll() {
        timetable.first(0, 0, 0);
        assertThat(fail(Cause.TIMEOUT, null, 0)).isEqualTo(SECOND);
        assertThat(fail(Cause.TIMEOUT, null, SECOND)).isEqualTo(3 * SECOND);
        assertThat(fail(Cause.SERVER_ERROR, null, 3 * SECOND)).isEqualTo(7 * SECOND);
        assertThat(fail(Cause.DNS, null, 7 * SECOND)).isEqualTo(30 * SECOND);
        assertThat(fail(Cause.DNS, null, 30 * SECOND)).isEqualTo(31 * SECOND);
    }

    @Test
    void shouldKeepTheRegularPollAfterASuccessfulRetry() {
        timetable.first(0, 0, 0);
        fail(Cause.CONNECTION, null, 0);
        assertThat(timetable.afterGood(false, SECOND, random)).isEqualTo(30 * SECOND);
    }

    @Test
    void shouldNotRetryBeyondTheRegularPoll() {
        timetable.first(0, 0, 0);
        assertThat(fail(Cause.TIMEOUT, null, 29_500_000_000L)).isEqualTo(30 * SECOND);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "UNAUTHORISED",
                "MOVED",
                "FORBIDDEN",
                "NOT_FOUND",
                "NOT_JSON",
                "UNEXPECTED_STATUS",
                "TOO_LARGE",
                "REDIRECTED",
                "TLS",
                "STORE",
                "INTERNAL"
            })
    void shouldNotRetryWhatWillNotHelp(Cause cause) {
        timetable.first(0, 0, 0);
        assertThat(fail(cause, null, SECOND)).isEqualTo(30 * SECOND);
    }

    @Test
    void shouldNotPollBeforeTheSiteAllowsIt() {
        timetable.first(0, 0, 0);
        assertThat(fail(Cause.RATE_LIMITED, Duration.ofSeconds(100), 0)).isEqualTo(100 * SECOND);
        Timetable busy = new Timetable(cadence(30, 0, 4));
        busy.first(0, 0, 0);
        assertThat(busy.afterFailure(Cause.SERVER_ERROR, Duration.ofSeconds(9), 0, random))
                .isEqualTo(9 * SECOND);
    }

    @Test
    void shouldNotBelieveThatASiteWantsToBeLeftAloneForYears() {
        timetable.first(0, 0, 0);
        assertThat(fail(Cause.RATE_LIMITED, Duration.ofDays(4000), 0)).isEqualTo(3600 * SECOND);
    }

    @Test
    void shouldRetryAThrottledPollOnlyWhenTheSiteSaysWhen() {
        timetable.first(0, 0, 0);
        assertThat(fail(Cause.RATE_LIMITED, Duration.ofSeconds(5), 0)).isEqualTo(5 * SECOND);
        Timetable silent = new Timetable(cadence(30, 0, 4));
        silent.first(0, 0, 0);
        assertThat(silent.afterFailure(Cause.BLOCKED, null, 0, random)).isEqualTo(60 * SECOND);
        Timetable challenged = new Timetable(cadence(30, 0, 4));
        challenged.first(0, 0, 0);
        assertThat(challenged.afterFailure(Cause.CHALLENGE, null, 0, random))
                .isEqualTo(60 * SECOND);
    }

    @Test
    void shouldStretchTheIntervalWhileThrottledAndRelaxItAfterwards() {
        timetable.first(0, 0, 0);
        long now = fail(Cause.RATE_LIMITED, null, 0);
        assertThat(now).isEqualTo(60 * SECOND);
        assertThat(now = fail(Cause.RATE_LIMITED, null, now)).isEqualTo((60 + 120) * SECOND);
        assertThat(now = fail(Cause.RATE_LIMITED, null, now)).isEqualTo((180 + 240) * SECOND);
        for (int i = 0; i < 10; i++) {
            long next = fail(Cause.RATE_LIMITED, null, now);
            assertThat(next - now).isLessThanOrEqualTo(480 * SECOND);
            now = next;
        }
        long intervals = 0;
        for (int i = 0; i < 4; i++) {
            long next = timetable.afterGood(false, now, random);
            intervals = next - now;
            now = next;
        }
        assertThat(intervals).isEqualTo(30 * SECOND);
    }

    @Test
    void shouldNotStretchALongIntervalAtAll() {
        Timetable slow = new Timetable(cadence(3600, 0, 4));
        slow.first(0, 0, 0);
        assertThat(slow.afterFailure(Cause.BLOCKED, null, 0, random)).isEqualTo(3600 * SECOND);
    }

    private static Timetable adaptive(double jitter) {
        return new Timetable(
                new Cadence(
                        Duration.ofSeconds(30),
                        jitter,
                        Duration.ofSeconds(10),
                        BACKOFF,
                        4,
                        new Tempo(
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(2),
                                Duration.ofHours(1))));
    }

    @Test
    void shouldPollSoonerAfterAChange() {
        Timetable table = adaptive(0);
        table.first(0, 0, 0);
        assertThat(table.afterGood(false, 0, random)).isEqualTo(30 * SECOND);
        assertThat(table.afterGood(true, 31 * SECOND, random)).isEqualTo(35 * SECOND);
        assertThat(table.afterGood(true, 36 * SECOND, random)).isEqualTo(40 * SECOND);
        assertThat(table.afterGood(false, 41 * SECOND, random)).isEqualTo(45 * SECOND);
    }

    @Test
    void shouldPollSoonerAfterAChangeThatARetryFound() {
        Timetable table = adaptive(0);
        table.first(0, 0, 0);
        assertThat(table.afterFailure(Cause.TIMEOUT, null, 0, random)).isEqualTo(SECOND);
        assertThat(table.afterGood(true, 2 * SECOND, random)).isEqualTo(7 * SECOND);
    }

    @Test
    void shouldPollLessWhereNothingChanges() {
        Timetable table = adaptive(0);
        long now = table.first(0, 0, 0);
        int polls = 0;
        while (now < 2 * 3600 * SECOND) {
            now = table.afterGood(false, now, random);
            polls++;
        }
        // An hour at 30 s, and an hour at 2 min.
        assertThat(polls).isBetween(149, 152);
    }

    @Test
    void shouldLeaveASiteAloneThatSaysSoHoweverLivelyItIs() {
        Timetable table = adaptive(0);
        table.first(0, 0, 0);
        table.afterGood(true, 0, random);
        assertThat(
                        table.afterFailure(
                                Cause.RATE_LIMITED, Duration.ofSeconds(100), 5 * SECOND, random))
                .isEqualTo(105 * SECOND);
        long next = table.afterGood(false, 105 * SECOND, random);
        assertThat(next - 105 * SECOND).isGreaterThan(5 * SECOND);
        Timetable blocked = adaptive(0);
        blocked.first(0, 0, 0);
        blocked.afterGood(true, 0, random);
        assertThat(blocked.afterFailure(Cause.BLOCKED, null, 5 * SECOND, random))
                .isEqualTo(65 * SECOND);
    }

    /** Good answers come no closer than the fastest allows and no further than the slowest. */
    @Property
    void shouldKeepWithinTheBoundsOfItsTempo(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 50) int percent) {
        Random source = new Random(seed);
        double jitter = percent / 100.0;
        Timetable any = adaptive(jitter);
        long now = any.first(0, 0, 0);
        for (int i = 0; i < 300; i++) {
            boolean changed = source.nextInt(50) == 0;
            long due = any.afterGood(changed, now, source);
            assertThat(due).isGreaterThanOrEqualTo(now);
            assertThat(due - now).isLessThanOrEqualTo((long) (120 * SECOND * (1 + 2 * jitter)) + 2);
            if (changed) {
                assertThat(due - now)
                        .isLessThanOrEqualTo((long) (5 * SECOND * (1 + 2 * jitter)) + 2);
            }
            now = due;
        }
    }

    @Property
    void shouldNeverDriftWhateverTheJitterAndTheLengthOfPolls(
            @ForAll @IntRange(min = 1, max = 100) int percent,
            @ForAll long seed,
            @ForAll @LongRange(min = -SECOND, max = SECOND) long origin) {
        Timetable jittered = new Timetable(cadence(30, percent / 100.0, 1));
        Random source = new Random(seed);
        long now = jittered.first(origin, 0, 0);
        for (int tick = 1; tick <= 50; tick++) {
            now = jittered.afterGood(false, now, source);
            long ideal = origin + 30 * SECOND * tick;
            assertThat(Math.abs(now - ideal)).isLessThanOrEqualTo(30 * SECOND * percent / 100 + 1);
            // Ends between this tick and the next.
            now = Math.max(now, ideal) + source.nextLong(30 * SECOND * (100 - percent) / 100 + 1);
            now = Math.min(now, ideal + 30 * SECOND - 1);
        }
    }

    @Property
    void shouldAlwaysBeDueInTheFutureAndWithinBounds(@ForAll long seed) {
        Random source = new Random(seed);
        Timetable any = new Timetable(cadence(30, source.nextDouble(), 1 + source.nextInt(5)));
        long now = any.first(0, source.nextLong(30 * SECOND), source.nextLong(30 * SECOND));
        for (int i = 0; i < 100; i++) {
            now += source.nextLong(90 * SECOND);
            Cause cause = Cause.values()[source.nextInt(Cause.values().length)];
            Duration retryAfter =
                    source.nextBoolean() ? null : Duration.ofSeconds(source.nextInt(10_000) - 5);
            long due =
                    source.nextBoolean()
                            ? any.afterGood(false, now, source)
                            : any.afterFailure(cause, retryAfter, now, source);
            assertThat(due).isGreaterThanOrEqualTo(now);
            assertThat(due - now).isLessThanOrEqualTo(2 * 3600 * SECOND);
            now = due;
        }
    }

    private long fail(Cause cause, Duration retryAfter, long nowNanos) {
        return timetable.afterFailure(cause, retryAfter, nowNanos, random);
    }

    @Property
    void shouldKnowWhenNoRetryCanFollow(
            @ForAll @LongRange(min = 1, max = 400) long intervalTenths,
            @ForAll @IntRange(min = 1, max = 6) int maxAttempts,
            @ForAll Cause cause,
            @ForAll @IntRange(min = -1, max = 60) int retryAfterSeconds,
            @ForAll long seed) {
        RandomGenerator chance = new Random(seed);
        Timetable table =
                new Timetable(
                        new Cadence(
                                Duration.ofMillis(intervalTenths * 100),
                                0.1,
                                Duration.ofSeconds(10),
                                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(9), 2, 0.1),
                                maxAttempts));
        Duration pause = retryAfterSeconds < 0 ? null : Duration.ofSeconds(retryAfterSeconds);
        long now = table.first(0, 0, 0);
        int retries = 0;
        for (int attempt = 0; attempt < 40; attempt++) {
            boolean last = table.isLast(cause, pause, now);
            now = table.afterFailure(cause, pause, now, chance);
            assertThat(last && table.isRetrying()).isFalse();
            retries = table.isRetrying() ? retries + 1 : 0;
            assertThat(retries).isLessThan(maxAttempts);
        }
    }

    @Test
    void shouldKnowTheLastAttemptOfAPoll() {
        timetable.first(0, 0, 0);
        assertThat(timetable.isLast(Cause.TLS, null, 0)).isTrue();
        assertThat(timetable.isLast(Cause.TIMEOUT, null, 0)).isFalse();
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(timetable.isLast(Cause.TIMEOUT, null, 0)).isFalse();
            fail(Cause.TIMEOUT, null, 0);
            assertThat(timetable.isRetrying()).isTrue();
        }
        assertThat(timetable.isLast(Cause.TIMEOUT, null, 0)).isTrue();
        fail(Cause.TIMEOUT, null, 0);
        assertThat(timetable.isRetrying()).isFalse();
    }
}
