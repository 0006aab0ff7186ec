package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(20)
class WakeupTest {

    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final Wakeup wakeup = new Wakeup();

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
