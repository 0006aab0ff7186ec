package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import tori.model.Rate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class SlidingWindowTest {

    private static final int STEPS = 400;

    /**
     * A server that counts each request at a random instant between its begin and its completion
     * never counts more than the limit in any window, and a permit is refused only when granting it
     * could break that. A permit that is given back was never there.
     */
    @Property(tries = 500)
    void shouldHoldInEveryWindowAndGrantAsSoonAsAllowed(
            @ForAll @IntRange(min = 1, max = 6) int limit,
            @ForAll @IntRange(min = 1, max = 50) int perNanos,
            @ForAll @LongRange(min = Long.MAX_VALUE - 500, max = Long.MAX_VALUE) long start,
            @ForAll long seed) {
        Random random = new Random(seed);
        SlidingWindow window = new SlidingWindow(new Rate(limit, Duration.ofNanos(perNanos)));
        List<Integer> begunAt = new ArrayList<>();
        List<Integer> completedAt = new ArrayList<>();
        List<Integer> countedAt = new ArrayList<>();
        int now = 0;
        for (int step = 0; step < STEPS; step++) {
            now += random.nextInt(4) == 0 ? random.nextInt(perNanos + 2) : random.nextInt(2);
            if (!begunAt.isEmpty() && random.nextInt(3) == 0) {
                int begun = begunAt.remove(random.nextInt(begunAt.size()));
                if (random.nextInt(3) == 0) {
                    window.giveBack(start + begun);
                    continue;
                }
                countedAt.add(begun + random.nextInt(now - begun + 1));
                completedAt.add(now);
                window.complete(start + now);
            } else {
                int instant = now;
                long held =
                        begunAt.size()
                                + completedAt.stream()
                                        .filter(completed -> instant - completed <= perNanos)
                                        .count();
                assertThat(window.tryAcquirePermit(start + now)).isEqualTo(held < limit);
                if (held < limit) {
                    begunAt.add(now);
                }
            }
        }
        for (int begun : begunAt) {
            countedAt.add(begun + random.nextInt(now - begun + 1));
        }
        assertNoWindowHoldsMore(countedAt, limit, perNanos);
    }

    /** Windows include both their ends. */
    private static void assertNoWindowHoldsMore(List<Integer> instants, int limit, int per) {
        Collections.sort(instants);
        for (int i = 0; i + limit < instants.size(); i++) {
            assertThat(instants.get(i + limit) - instants.get(i)).isGreaterThan(per);
        }
    }

    @Property
    void shouldGrantAtTheInstantItNamedAndNotBefore(
            @ForAll @IntRange(min = 1, max = 5) int limit,
            @ForAll @IntRange(min = 2, max = 100) int perNanos,
            @ForAll long start,
            @ForAll long seed) {
        Random random = new Random(seed);
        SlidingWindow window = new SlidingWindow(new Rate(limit, Duration.ofNanos(perNanos)));
        long now = start;
        for (int step = 0; step < STEPS; step++) {
            long wait = window.nanosUntilPermit(now);
            assertThat(wait).isNotEqualTo(SlidingWindow.NEVER);
            if (wait > 0) {
                assertThat(window.permits(now + wait - 1)).isZero();
                now += wait;
            }
            assertThat(window.tryAcquirePermit(now)).isTrue();
            now += random.nextInt(perNanos);
            window.complete(now);
        }
    }

    /** Who takes only what can be spared always leaves half, and is told when to come again. */
    @Property
    void shouldSpareOnlyWhatLeavesHalf(
            @ForAll @IntRange(min = 2, max = 40) int limit,
            @ForAll @IntRange(min = 2, max = 100) int perNanos,
            @ForAll long start,
            @ForAll long seed) {
        Random random = new Random(seed);
        SlidingWindow window = new SlidingWindow(new Rate(limit, Duration.ofNanos(perNanos)));
        int half = Math.ceilDiv(limit, 2);
        long now = start;
        for (int step = 0; step < STEPS; step++) {
            long wait = window.nanosUntilSpare(now);
            assertThat(wait).isNotEqualTo(SlidingWindow.NEVER);
            if (wait > 0) {
                assertThat(window.permits(now)).isLessThanOrEqualTo(half);
                assertThat(window.nanosUntilSpare(now + wait - 1)).isPositive();
                now += wait;
            }
            assertThat(window.nanosUntilSpare(now)).isZero();
            assertThat(window.tryAcquirePermit(now)).isTrue();
            assertThat(window.permits(now)).isGreaterThanOrEqualTo(half);
            window.complete(now);
            now += random.nextInt(2);
        }
    }

    /** Whoever always has something to send gets half at once, and then never waits long. */
    @Property(tries = 60)
    void shouldSpreadTheSecondHalfOfALongWindow(
            @ForAll @IntRange(min = 10, max = 60) int limit,
            @ForAll @IntRange(min = 0, max = 600) int maxLatencyMillis,
            @ForAll long start,
            @ForAll long seed) {
        Random random = new Random(seed);
        Duration per = Duration.ofSeconds(60);
        SlidingWindow window = new SlidingWindow(new Rate(limit, per));
        assertThat(window.permits(start)).isEqualTo(limit / 2 + 1);
        List<Long> grantedAt = new ArrayList<>();
        List<Long> completedAt = new ArrayList<>();
        long now = 0;
        while (now < per.multipliedBy(10).toNanos()) {
            long wait = window.nanosUntilPermit(start + now);
            assertThat(wait).isBetween(0L, per.toNanos() + 1);
            now += wait;
            if (window.tryAcquirePermit(start + now)) {
                grantedAt.add(now);
                now += Duration.ofMillis(random.nextInt(maxLatencyMillis + 1)).toNanos();
                window.complete(start + now);
                completedAt.add(now);
            } else {
                assertThat(wait).isPositive();
            }
        }
        int others = limit - limit / 2 - 1;
        long longest = per.toNanos() / others + Duration.ofMillis(maxLatencyMillis + 1).toNanos();
        for (int i = 1; i < grantedAt.size(); i++) {
            assertThat(grantedAt.get(i) - grantedAt.get(i - 1)).isLessThanOrEqualTo(longest);
        }
        for (int i = limit; i < grantedAt.size(); i++) {
            assertThat(grantedAt.get(i) - completedAt.get(i - limit)).isGreaterThan(per.toNanos());
        }
        assertThat(grantedAt).as("pacing costs little").hasSizeGreaterThan(limit * 7);
    }

    /** Whoever gives back before the next grant leaves no trace, not even in the pacing. */
    @Property(tries = 200)
    void shouldBehaveAsIfWhatWasGivenBackHadNeverBeenGranted(
            @ForAll @IntRange(min = 1, max = 40) int limit,
            @ForAll @IntRange(min = 1, max = 30) int perSeconds,
            @ForAll long start,
            @ForAll long seed) {
        Random random = new Random(seed);
        Rate rate = new Rate(limit, Duration.ofSeconds(perSeconds));
        SlidingWindow window = new SlidingWindow(rate);
        SlidingWindow twin = new SlidingWindow(rate);
        long now = start;
        int underWay = 0;
        for (int step = 0; step < STEPS; step++) {
            assertThat(window.permits(now)).isEqualTo(twin.permits(now));
            assertThat(window.nanosUntilPermit(now)).isEqualTo(twin.nanosUntilPermit(now));
            switch (random.nextInt(4)) {
                case 0 -> now += Duration.ofMillis(random.nextInt(1_000)).toNanos();
                case 1 -> {
                    if (underWay > 0) {
                        underWay--;
                        window.complete(now);
                        twin.complete(now);
                    }
                }
                case 2 -> {
                    if (twin.tryAcquirePermit(now)) {
                        underWay++;
                        assertThat(window.tryAcquirePermit(now)).isTrue();
                    }
                }
                default -> {
                    long grantedNanos = now;
                    if (window.tryAcquirePermit(grantedNanos)) {
                        now += random.nextInt(1_000_000);
                        window.giveBack(grantedNanos);
                    }
                }
            }
        }
    }

    @Test
    void shouldSpaceTheNextFromTheLatestGrantThatStands() {
        SlidingWindow window = new SlidingWindow(new Rate(30, Duration.ofSeconds(60)));
        for (int i = 0; i < 16; i++) {
            assertThat(window.tryAcquirePermit(0)).isTrue();
        }
        long first = window.nanosUntilPermit(0);
        assertThat(window.tryAcquirePermit(first)).isTrue();
        long second = first + window.nanosUntilPermit(first);
        assertThat(window.tryAcquirePermit(second)).isTrue();
        window.giveBack(first);
        assertThat(window.nanosUntilPermit(second))
                .as("thirteen are left for a minute")
                .isEqualTo(Duration.ofSeconds(60).toNanos() / 13);
        window.giveBack(second);
        assertThat(window.nanosUntilPermit(second + first)).isZero();
    }

    @Test
    void shouldNotPaceShortWindowsNorFewPermitsNorTheEnd() {
        SlidingWindow shorter = new SlidingWindow(new Rate(30, Duration.ofMillis(9_999)));
        assertThat(shorter.permits(0)).isEqualTo(30);
        SlidingWindow few = new SlidingWindow(new Rate(9, Duration.ofSeconds(60)));
        assertThat(few.permits(0)).isEqualTo(9);
        SlidingWindow window = new SlidingWindow(new Rate(30, Duration.ofSeconds(60)));
        for (int i = 0; i < 16; i++) {
            assertThat(window.tryAcquirePermit(0)).isTrue();
        }
        assertThat(window.permits(0)).isZero();
        assertThat(window.nanosUntilPermit(0)).isEqualTo(Duration.ofSeconds(60).toNanos() / 14);
        window.stopPacing();
        assertThat(window.permits(0)).isEqualTo(14);
    }

    @Test
    void shouldWaitForACompletionWhileAllPermitsAreUnderWay() {
        SlidingWindow window = new SlidingWindow(new Rate(2, Duration.ofNanos(10)));
        assertThat(window.tryAcquirePermit(0)).isTrue();
        assertThat(window.tryAcquirePermit(0)).isTrue();
        assertThat(window.nanosUntilPermit(1_000)).isEqualTo(SlidingWindow.NEVER);
        window.complete(1_000);
        assertThat(window.nanosUntilPermit(1_000)).isEqualTo(11);
        assertThat(window.permits(1_010)).isZero();
        assertThat(window.permits(1_011)).isOne();
    }

    @Test
    void shouldTakeLateReportsAsTheLatestKnownInstant() {
        SlidingWindow window = new SlidingWindow(new Rate(2, Duration.ofNanos(10)));
        window.tryAcquirePermit(0);
        window.tryAcquirePermit(0);
        window.complete(8);
        window.complete(5);
        assertThat(window.permits(16)).isZero();
        assertThat(window.permits(19)).isEqualTo(2);
    }

    @Test
    void shouldKeepCountingWhatItHoldsWhenTheRateChanges() {
        SlidingWindow window = new SlidingWindow(new Rate(4, Duration.ofNanos(10)));
        for (int i = 0; i < 4; i++) {
            window.tryAcquirePermit(0);
        }
        window.complete(1);
        window.complete(2);
        window.changeRate(new Rate(2, Duration.ofNanos(20)));
        window.complete(3);
        assertThat(window.nanosUntilPermit(5)).isEqualTo(3 + 20 + 1 - 5);
        window.complete(5);
        assertThat(window.permits(20)).isZero();
        assertThat(window.nanosUntilPermit(20)).isEqualTo(3 + 20 + 1 - 20);
        window.changeRate(new Rate(5, Duration.ofNanos(20)));
        assertThat(window.permits(20)).isOne();
    }

    @Test
    void shouldRefuseCompletionsOfNothing() {
        SlidingWindow window = new SlidingWindow(new Rate(1, Duration.ofSeconds(1)));
        assertThatThrownBy(() -> window.giveBack(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> window.complete(0)).isInstanceOf(IllegalStateException.class);
    }
}
