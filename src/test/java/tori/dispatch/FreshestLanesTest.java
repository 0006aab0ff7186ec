package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tori.model.Departure;
import tori.model.Event;
import tori.model.SendResult;
import tori.model.Sender;
import tori.telemetry.CountingMeters;
import tori.time.NanoClock;
import tori.time.SystemClocks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The lanes with real threads and the real clock. */
@Timeout(60)
class FreshestLanesTest {

    private static final LaneSettings UNLIMITED = new LaneSettings(null, 64, null);
    private static final int PRODUCERS = 4;
    private static final int EVENTS_EACH = 20_000;

    private final NanoClock clock = SystemClocks.monotonic();
    private final CountingMeters meters = new CountingMeters();
    private final FreshestLanes lanes =
            new FreshestLanes(clock, new Random(), meters, SendLog.NONE);

    @Test
    void shouldAccountForEveryEventUnderAFloodOfProducers() throws InterruptedException {
        ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
        lanes.start();
        DispatchQueue queue = lanes.add("main", receiving(received), UNLIMITED);
        List<Thread> producers = new ArrayList<>();
        for (int p = 0; p < PRODUCERS; p++) {
            int from = p * EVENTS_EACH;
            producers.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 0; i < EVENTS_EACH; i++) {
                                    queue.accept(Events.price(from + i, clock.nanoTime()));
                                }
                            }));
        }
        producers.getFirst().join();
        Map<String, Integer> left = lanes.drainAndStop(Duration.ofSeconds(20));
        for (Thread producer : producers) {
            producer.join();
        }
        Set<String> distinct = new HashSet<>(received);
        assertThat(distinct).as("nothing twice").hasSameSizeAs(received);
        assertThat(left).isEmpty();
        assertThat(meters.count("delivered:main:delivered")).isEqualTo(received.size());
        assertThat(
                        received.size()
                                + meters.count("evicted:main")
                                + meters.count("delivered:main:abandoned"))
                .isEqualTo((long) PRODUCERS * EVENTS_EACH);
    }

    /** The queue's size changes under the producers' hands, all the time. */
    @Test
    void shouldAccountForEveryEventWhileTheQueueIsResized() throws InterruptedException {
        ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
        lanes.start();
        DispatchQueue queue = lanes.add("main", receiving(received), UNLIMITED);
        List<Thread> producers = new ArrayList<>();
        for (int p = 0; p < PRODUCERS; p++) {
            int from = p * EVENTS_EACH;
            producers.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 0; i < EVENTS_EACH; i++) {
                                    queue.accept(Events.price(from + i, clock.nanoTime()));
                                }
                            }));
        }
        int capacity = 2;
        while (producers.getFirst().isAlive()) {
            capacity = capacity == 256 ? 2 : 2 * capacity;
            lanes.replace("main", receiving(received), new LaneSettings(null, capacity, null));
            producers.getFirst().join(Duration.ofMillis(1));
        }
        for (Thread producer : producers) {
            producer.join();
        }
        assertThat(lanes.drainAndStop(Duration.ofSeconds(20))).isEmpty();
        assertThat(new HashSet<>(received)).as("nothing twice").hasSameSizeAs(received);
        assertThat(received.size() + meters.count("evicted:main"))
                .isEqualTo((long) PRODUCERS * EVENTS_EACH);
    }

    private static Sender receiving(Queue<String> received) {
        return new Sender() {
            @Override
            public SendResult send(List<Event> events) {
                events.forEach(event -> received.add(event.subject()));
                return SendResult.Sent.NOW;
            }
        };
    }

    @Test
    void shouldSendOnVirtualThreadsNamedAfterTheDestination() throws InterruptedException {
        AtomicReference<Thread> seen = new AtomicReference<>();
        CountDownLatch closed = new CountDownLatch(1);
        Sender sender =
                new Sender() {
                    @Override
                    public SendResult send(List<Event> events) {
                        seen.set(Thread.currentThread());
                        return SendResult.Sent.NOW;
                    }

                    @Override
                    public void close() {
                        closed.countDown();
                    }
                };
        lanes.start();
        DispatchQueue queue = lanes.add("main", sender, new LaneSettings(null, 64, null));
        queue.accept(Events.price(1, clock.nanoTime()));
        await().until(() -> seen.get() != null);
        assertThat(seen.get().isVirtual()).isTrue();
        assertThat(seen.get().getName()).isEqualTo("send main");
        assertThat(lanes.drainAndStop(Duration.ofSeconds(5))).isEmpty();
        assertThat(closed.getCount()).isZero();
    }

    @Test
    void shouldInterruptASendThatOutlastsTheBound() throws InterruptedException {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Sender sender =
                new Sender() {
                    @Override
                    public SendResult send(List<Event> events) throws InterruptedException {
                        sending.countDown();
                        new CountDownLatch(1).await();
                        return SendResult.Sent.NOW;
                    }

                    @Override
                    public void close() {
                        closed.countDown();
                    }
                };
        lanes.start();
        DispatchQueue queue = lanes.add("main", sender, new LaneSettings(null, 64, null));
        queue.accept(Events.price(1, clock.nanoTime()));
        queue.accept(Events.price(2, clock.nanoTime()));
        sending.await();
        assertThat(lanes.drainAndStop(Duration.ofMillis(50))).isEqualTo(Map.of("main", 2));
        assertThat(closed.getCount()).isZero();
        assertThat(meters.count("delivered:main:abandoned")).isEqualTo(2);
    }

    @Test
    void shouldInterruptADepartureThatOutlastsTheBound() throws InterruptedException {
        CountDownLatch departed = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Departure departure =
                new Departure() {
                    @Override
                    public SendResult depart(Sender sender, int permits)
                            throws InterruptedException {
                        departed.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.set(true);
                            throw e;
                        }
                        return SendResult.Sent.NOW;
                    }

                    @Override
                    public void turnedAway(String reason) {
                        throw new IllegalStateException("it has departed");
                    }
                };
        lanes.start();
        DispatchQueue queue = lanes.add("main", new ScriptedSender(), UNLIMITED);
        queue.request(departure);
        departed.await();
        assertThat(lanes.drainAndStop(Duration.ofMillis(50))).isEmpty();
        assertThat(interrupted).isTrue();
        assertThat(meters.count("loopFailed")).isZero();
    }

    /** Requests race with lanes that close and open again, and with the end of the dispatcher. */
    @Test
    void shouldEndEveryDepartureOnceWhileTheLaneClosesAndOpens() throws InterruptedException {
        Queue<RacingDeparture> departures = new ConcurrentLinkedQueue<>();
        lanes.start();
        DispatchQueue queue = lanes.add("main", new ScriptedSender(), UNLIMITED);
        List<Thread> owners = new ArrayList<>();
        for (int owner = 0; owner < PRODUCERS; owner++) {
            owners.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 0; i < EVENTS_EACH; i++) {
                                    RacingDeparture departure = new RacingDeparture(i % 5_000 == 0);
                                    departures.add(departure);
                                    queue.request(departure);
                                }
                            }));
        }
        while (owners.getFirst().isAlive()) {
            lanes.replace("main", new ScriptedSender(), UNLIMITED);
            owners.getFirst().join(Duration.ofMillis(1));
        }
        assertThat(lanes.drainAndStop(Duration.ofSeconds(20))).isEmpty();
        for (Thread owner : owners) {
            owner.join();
        }
        assertThat(departures)
                .hasSize(PRODUCERS * EVENTS_EACH)
                .allSatisfy(each -> assertThat(each.ends).hasValue(1));
    }

    /** Counts its ends; some find the destination gone. */
    private static final class RacingDeparture implements Departure {
        private final AtomicInteger ends = new AtomicInteger();
        private final boolean findsItGone;

        RacingDeparture(boolean findsItGone) {
            this.findsItGone = findsItGone;
        }

        @Override
        public SendResult depart(Sender sender, int permits) {
            ends.incrementAndGet();
            return findsItGone ? new SendResult.Gone("404") : SendResult.Sent.NOW;
        }

        @Override
        public void turnedAway(String reason) {
            ends.incrementAndGet();
        }
    }

    @Test
    void shouldRefuseNamesTakenAndUnknown() {
        LaneSettings settings = new LaneSettings(null, 64, null);
        lanes.add("main", new ScriptedSender(), settings);
        assertThatThrownBy(() -> lanes.add("main", new ScriptedSender(), settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("main");
        assertThatThrownBy(() -> lanes.replace("other", new ScriptedSender(), settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }
}
