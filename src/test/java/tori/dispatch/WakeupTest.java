package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(20)
class WakeupTest {

    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    /** What each reading of the clock advances it by. */
    private long stepNanos;

    private long nowNanos;
    private final Wakeup wakeup =
            new Wakeup(new Patience(() -> nowNanos += stepNanos, Duration.ofNanos(20_000)));

    @Test
    void shouldNotSleepWhenThereIsWork() {
        AtomicBoolean asked = new AtomicBoolean();
        wakeup.sleep(
                HOUR,
                () -> {
                    asked.set(true);
                    return false;
                });
        assertThat(asked).isTrue();
    }

    @Test
    void shouldNotSleepWhenSomethingIsDue() {
        wakeup.sleep(0, () -> true);
        wakeup.sleep(-1, () -> true);
    }

    @Test
    void shouldNotMissWorkThatComesBetweenTheLastLookAndTheSleep() {
        wakeup.sleep(
                HOUR,
                () -> {
                    wakeup.wake();
                    return true;
                });
    }

    /** How often a sleeper looks for work that does not come before it falls asleep. */
    private int looksBeforeSleep() {
        AtomicInteger looks = new AtomicInteger();
        wakeup.sleep(
                HOUR,
                () -> {
                    looks.incrementAndGet();
                    wakeup.wake();
                    return true;
                });
        return looks.get();
    }

    @Test
    void shouldSleepAtOnceWhereWorkComesSeldom() {
        stepNanos = MILLISECOND;
        assertThat(looksBeforeSleep()).isOne();
        assertThat(looksBeforeSleep()).isOne();
    }

    @Test
    void shouldLookForAWhileAfterWorkThatCameSoon() {
        stepNanos = 1_000;
        assertThat(looksBeforeSleep()).isOne();
        assertThat(looksBeforeSleep()).isEqualTo(21);
        stepNanos = MILLISECOND;
        assertThat(looksBeforeSleep()).isEqualTo(2);
        assertThat(looksBeforeSleep()).isOne();
    }

    @Test
    void shouldLookOnlySoOftenWhereTheClockStandsStill() {
        stepNanos = 0;
        looksBeforeSleep();
        assertThat(looksBeforeSleep()).isLessThan(2_000);
    }

    @Test
    void shouldNotSleepWhenWorkComesWhileItLooks() {
        stepNanos = 1;
        looksBeforeSleep();
        AtomicInteger looks = new AtomicInteger();
        wakeup.sleep(HOUR, () -> looks.incrementAndGet() < 3);
        assertThat(looks).hasValue(3);
    }

    @Test
    void shouldWakeASleeper() throws InterruptedException {
        CountDownLatch goesToSleep = new CountDownLatch(1);
        AtomicBoolean work = new AtomicBoolean();
        Thread sleeper =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!work.get()) {
                                goesToSleep.countDown();
                                wakeup.sleep(HOUR, () -> !work.get());
                            }
                        });
        goesToSleep.await();
        work.set(true);
        wakeup.wake();
        sleeper.join();
    }
}
