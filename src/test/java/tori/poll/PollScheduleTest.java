package tori.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tori.model.MonitorId;
import tori.poll.PollResult.Shortcut;
import tori.poll.PollResult.Unchanged;
import tori.telemetry.CountingMeters;
import tori.time.Backoff;
import tori.time.SystemClocks;

import java.nio.file.Path;
import java.security.KeyStoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The real threads, with short intervals. */
@Timeout(60)
class PollScheduleTest {

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0);
    private static final Cadence FAST =
            new Cadence(Duration.ofMillis(50), 0.1, Duration.ofSeconds(10), BACKOFF, 4);

    private final CountingMeters meters = new CountingMeters();
    private final PollSchedule schedule =
            new PollSchedule(
                    new PollServices(
                            new ForgetfulStore(),
                            meters,
                            SystemClocks.monotonic(),
                            SystemClocks.wall()),
                    new Random(1),
                    1000);

    @AfterEach
    void stop() throws InterruptedException {
        assertThat(schedule.stop(Duration.ofSeconds(20))).isTrue();
        assertThat(schedule.alive()).isFalse();
    }

    private static PollerSpec spec(String name, Monitoring answer) {
        MonitorId id = new MonitorId("site", name);
        Monitor monitor =
                new Monitor() {
                    @Override
                    public MonitorId id() {
                        return id;
                    }

                    @Override
                    public PollResult poll() throws InterruptedException {
                        answer.run();
                        return new Unchanged(Shortcut.COMPARED);
                    }
                };
        return new PollerSpec(monitor, event -> {}, FAST);
    }

    @Test
    void shouldPollEachMonitorOnAVirtualThreadNamedAfterIt() {
        Map<String, Boolean> threads = new ConcurrentHashMap<>();
        AtomicInteger polls = new AtomicInteger();
        schedule.add(
                spec(
                        "a",
                        () -> {
                            Thread thread = Thread.currentThread();
                            threads.put(thread.getName(), thread.isVirtual());
                            polls.incrementAndGet();
                        }));
        schedule.start();
        assertThat(schedule.alive()).isTrue();
        await().until(() -> polls.get() >= 5);
        assertThat(threads).containsExactly(Map.entry("poll site/a", true));
        PollStatus status = schedule.status(new MonitorId("site", "a"));
        assertThat(status.lastResult()).isEqualTo("unchanged");
        assertThat(status.lastGood()).isNotNull();
        assertThat(schedule.status(new MonitorId("site", "b"))).isNull();
    }

    /** Libraries in Kotlin throw what they do not declare. */
    @Test
    void shouldAccountForAnExceptionThatNobodyDeclares() {
        AtomicInteger polls = new AtomicInteger();
        schedule.add(
                spec(
                        "a",
                        () -> {
                            polls.incrementAndGet();
                            throwUndeclared(new KeyStoreException("no certificates"));
                        }));
        schedule.start();
        await().until(() -> polls.get() >= 2);
        PollStatus status = schedule.status(new MonitorId("site", "a"));
        assertThat(status.lastResult()).isEqualTo("internal");
        assertThat(status.trouble()).contains("no certificates");
    }

    @SuppressWarnings("unchecked") // which is how it stays undeclared
    private static <E extends Exception> void throwUndeclared(Exception e) throws E {
        throw (E) e;
    }

    @Test
    void shouldTellAFlightRecorderThatIsStartedLater(@TempDir Path folder) throws Exception {
        AtomicInteger polls = new AtomicInteger();
        schedule.add(spec("a", polls::incrementAndGet));
        schedule.start();
        await().until(() -> polls.get() >= 1);
        try (Recording recording = new Recording()) {
            recording.enable("tori.Poll");
            recording.start();
            int before = polls.get();
            await().until(() -> polls.get() >= before + 3);
            recording.stop();
            Path file = folder.resolve("polls.jfr");
            recording.dump(file);
            assertThat(RecordingFile.readAllEvents(file))
                    .anyMatch(event -> event.getString("monitor").equals("site/a"));
        }
    }

    @Test
    void shouldRefuseASecondMonitorOfTheSameName() {
        schedule.add(spec("a", () -> {}));
        assertThatThrownBy(() -> schedule.add(spec("a", () -> {})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("site/a");
    }

    @Test
    void shouldEndWhatHangsWhenStopped() throws Exception {
        CountDownLatch hanging = new CountDownLatch(2);
        AtomicInteger interrupted = new AtomicInteger();
        for (String name : List.of("a", "b")) {
            schedule.add(
                    spec(
                            name,
                            () -> {
                                hanging.countDown();
                                try {
                                    Thread.sleep(Duration.ofMinutes(5));
                                } catch (InterruptedException e) {
                                    interrupted.incrementAndGet();
                                    throw e;
                                }
                            }));
        }
        schedule.start();
        hanging.await();
        assertThat(schedule.stop(Duration.ofSeconds(20))).isTrue();
        assertThat(interrupted).hasValue(2);
    }

    @Test
    void shouldPollHealthySitesWhileOthersHang() throws Exception {
        AtomicInteger polls = new AtomicInteger();
        CountDownLatch hanging = new CountDownLatch(200);
        for (int i = 0; i < 200; i++) {
            schedule.add(
                    spec(
                            "hang" + i,
                            () -> {
                                hanging.countDown();
                                Thread.sleep(Duration.ofMinutes(5));
                            }));
        }
        schedule.start();
        hanging.await();
        schedule.add(spec("well", polls::incrementAndGet));
        await().until(() -> polls.get() >= 10);
        assertThat(schedule.statuses()).hasSize(201);
    }

    @Test
    void shouldReplaceAndRemove() {
        AtomicInteger old = new AtomicInteger();
        AtomicInteger replacement = new AtomicInteger();
        schedule.addAll(List.of(spec("a", old::incrementAndGet)));
        schedule.start();
        await().until(() -> old.get() >= 2);
        schedule.replace(spec("a", replacement::incrementAndGet));
        await().until(() -> replacement.get() >= 2);
        int polls = old.get();
        await().until(() -> replacement.get() >= 5);
        assertThat(old).hasValue(polls);
        assertThat(schedule.remove(new MonitorId("site", "a"))).isTrue();
        assertThat(schedule.remove(new MonitorId("site", "a"))).isFalse();
        assertThat(schedule.statuses()).isEmpty();
        await().until(() -> meters.count("forget:site/a") > 0);
    }

    @Test
    void shouldSayWhenARetiredMonitorHasEnded() throws Exception {
        CountDownLatch polling = new CountDownLatch(1);
        CountDownLatch ending = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        schedule.add(
                spec(
                        "a",
                        () -> {
                            polling.countDown();
                            try {
                                Thread.sleep(Duration.ofMinutes(5));
                            } finally {
                                awaitUninterruptibly(ending);
                                ended.set(true);
                            }
                        }));
        schedule.start();
        polling.await();
        // What was to take its place is retired before that ever ran.
        schedule.replace(spec("a", () -> {}));

        CompletableFuture<Void> gone = schedule.retire(new MonitorId("site", "a"));

        assertThat(schedule.status(new MonitorId("site", "a"))).isNull();
        assertThat(gone).isNotDone();
        ending.countDown();
        gone.get(20, TimeUnit.SECONDS);
        assertThat(ended).isTrue();
        assertThat(schedule.retire(new MonitorId("site", "a"))).isDone();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean open = false;
        while (!open) {
            try {
                latch.await();
                open = true;
            } catch (InterruptedException e) {
                // It is interrupted because it is to end, which it does once it is let go.
                continue;
            }
        }
    }

    @FunctionalInterface
    private interface Monitoring {
        void run() throws InterruptedException;
    }
}
