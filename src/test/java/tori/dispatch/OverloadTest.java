package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.Event;
import tori.model.Rate;
import tori.model.SendResult;
import tori.model.Sender;
import tori.model.SharedLimit;
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeSet;

/**
 * Two simulated minutes of ten times more events than a Discord-like receiver lets through: two
 * webhooks of one channel, 5 requests per 2 s each and 30 per 60 s together, answers after 20 to
 * 600 ms, counted by the receiver at some instant in between. Time is simulated, every run with one
 * seed is the same.
 */
class OverloadTest {

    private static final Rate PER_WEBHOOK = new Rate(5, Duration.ofSeconds(2));
    private static final Rate PER_CHANNEL = new Rate(30, Duration.ofSeconds(60));
    private static final int MAX_BATCH = 10;

    /** The channel lets 0.5 requests of 10 events through a second; two lanes get 25 each. */
    private static final Duration BETWEEN_EVENTS = Duration.ofMillis(40);

    private static final Duration LENGTH = Duration.ofMinutes(2);
    private static final int MIN_LATENCY_MILLIS = 20;
    private static final int MAX_LATENCY_MILLIS = 600;

    private record Due(long atNanos, int order, Runnable action) {}

    private final SettableClock clock = new SettableClock();
    private final CountingMeters meters = new CountingMeters();
    private final PriorityQueue<Due> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Due::atNanos).thenComparing(Due::order));
    private final List<Long> channelCounts = new ArrayList<>();
    private final List<Webhook> webhooks = new ArrayList<>();
    private Random random = new Random(0);
    private int order;
    private int rejected;
    private final List<Long> begunAt = new ArrayList<>();

    /** One webhook: the receiver's book-keeping, and the sender that calls it. */
    private final class Webhook implements Sender {
        final String name;
        final boolean knowsLimits;
        final List<Long> counts = new ArrayList<>();
        final List<Integer> batchSizes = new ArrayList<>();
        final TreeSet<Integer> unsent = new TreeSet<>();
        int offered;
        int newestAtStart;
        boolean accepted;

        Webhook(String name, boolean knowsLimits) {
            this.name = name;
            this.knowsLimits = knowsLimits;
        }

        @Override
        public List<SharedLimit> limits() {
            return knowsLimits
                    ? List.of(
                            new SharedLimit("webhook " + name, PER_WEBHOOK),
                            new SharedLimit("channel 1", PER_CHANNEL))
                    : List.of();
        }

        @Override
        public int maxBatch() {
            return MAX_BATCH;
        }

        /** The instant at which the receiver counts the request. */
        void count() {
            long now = clock.nanoTime();
            accepted = within(counts, PER_WEBHOOK, now) && within(channelCounts, PER_CHANNEL, now);
            counts.add(now);
            channelCounts.add(now);
        }

        @Override
        public SendResult send(List<Event> events) {
            if (!accepted) {
                rejected++;
                return new SendResult.Throttled(Duration.ofSeconds(1), false);
            }
            List<Integer> sent =
                    events.stream().map(event -> Integer.valueOf(event.subject())).toList();
            if (knowsLimits) {
                assertThat(sent)
                        .as("the newest that had come when the request began")
                        .isEqualTo(
                                unsent.headSet(newestAtStart, true).descendingSet().stream()
                                        .limit(sent.size())
                                        .toList());
            }
            unsent.removeAll(sent);
            batchSizes.add(sent.size());
            return SendResult.Sent.NOW;
        }
    }

    private static boolean within(List<Long> counts, Rate rate, long now) {
        long held = counts.stream().filter(at -> now - at <= rate.per().toNanos()).count();
        return held < rate.limit();
    }

    private void at(long nanos, Runnable action) {
        agenda.add(new Due(nanos, order++, action));
    }

    /** A thread is its begin, the instant the receiver counts its request, and its end. */
    private Thread startThread(String name, Runnable task) {
        long now = clock.nanoTime();
        int latencyMillis =
                MIN_LATENCY_MILLIS + random.nextInt(MAX_LATENCY_MILLIS - MIN_LATENCY_MILLIS);
        long latency = Duration.ofMillis(latencyMillis).toNanos();
        for (Webhook webhook : webhooks) {
            if (name.equals("send " + webhook.name)) {
                webhook.newestAtStart = webhook.offered;
                begunAt.add(now);
                at(now + random.nextLong(latency), webhook::count);
            }
        }
        at(now + latency, task);
        return Thread.ofVirtual().unstarted(() -> {});
    }

    private void simulate(long seed, boolean knowLimits) {
        random = new Random(seed);
        FreshestLanes lanes =
                new FreshestLanes(clock, new Random(seed), meters, SendLog.NONE, this::startThread);
        LaneSettings settings = new LaneSettings(null, 1024, Duration.ofSeconds(30));
        for (String name : List.of("one", "two")) {
            Webhook webhook = new Webhook(name, knowLimits);
            webhooks.add(webhook);
            DispatchQueue queue = lanes.add(name, webhook, settings);
            for (long t = 0; t < LENGTH.toNanos(); t += BETWEEN_EVENTS.toNanos()) {
                at(
                        t,
                        () -> {
                            webhook.unsent.add(++webhook.offered);
                            queue.accept(Events.price(webhook.offered, clock.nanoTime()));
                        });
            }
        }
        while (clock.nanoTime() < LENGTH.toNanos()) {
            long wait = lanes.dispatcher().runOnce();
            long now = clock.nanoTime();
            long next = Math.min(wait, agenda.isEmpty() ? wait : agenda.peek().atNanos() - now);
            clock.advance(Duration.ofNanos(next));
            while (!agenda.isEmpty() && agenda.peek().atNanos() <= clock.nanoTime()) {
                agenda.remove().action().run();
            }
        }
    }

    @Test
    void shouldNeverBeThrottledAndSendTheNewest() {
        simulate(42, true);
        assertThat(rejected).isZero();
        assertThat(mostWithin(channelCounts, PER_CHANNEL))
                .isBetween(PER_CHANNEL.limit() - 2, PER_CHANNEL.limit());
        for (Webhook webhook : webhooks) {
            assertThat(mostWithin(webhook.counts, PER_WEBHOOK))
                    .isLessThanOrEqualTo(PER_WEBHOOK.limit());
            assertThat(webhook.batchSizes).hasSizeGreaterThan(20);
        }
        // 60 in two minutes, less what pacing and the time of the answers cost.
        assertThat(channelCounts).hasSizeGreaterThanOrEqualTo(56);
        assertThat(webhooks.get(0).batchSizes.size() - webhooks.get(1).batchSizes.size())
                .as("both have their share")
                .isBetween(-3, 3);
        assertThat(meters.count("delivered:one:throttled")).isZero();
        assertThat(meters.count("expired")).isPositive();
        int sent = webhooks.stream().flatMap(w -> w.batchSizes.stream()).mapToInt(n -> n).sum();
        assertThat(sent)
                .isEqualTo(
                        meters.count("delivered:one:delivered")
                                + meters.count("delivered:two:delivered"));
    }

    /** Unpaced, the channel would be silent for 50 s of each minute. */
    @Test
    void shouldNeverBeSilentForLongUnderOverload() {
        simulate(42, true);
        long longest = LENGTH.toNanos() - begunAt.getLast();
        for (int i = 1; i < begunAt.size(); i++) {
            longest = Math.max(longest, begunAt.get(i) - begunAt.get(i - 1));
        }
        // Sixteen at once, fourteen spread over the rest of the first minute.
        assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofMillis(4_500));
    }

    @Test
    void shouldHoldForManySeeds() {
        for (int seed = 0; seed < 10; seed++) {
            OverloadTest run = new OverloadTest();
            run.simulate(seed, true);
            assertThat(run.rejected).as("seed %d", seed).isZero();
            assertThat(mostWithin(run.channelCounts, PER_CHANNEL))
                    .isLessThanOrEqualTo(PER_CHANNEL.limit());
        }
    }

    /** The receiver is strict: without the windows the same load is throttled. */
    @Test
    void shouldBeThrottledWithoutTheWindows() {
        simulate(42, false);
        assertThat(rejected).isPositive();
        assertThat(mostWithin(channelCounts, PER_CHANNEL)).isGreaterThan(PER_CHANNEL.limit());
    }

    /** The most requests in any window of {@code per}, both its ends included. */
    static int mostWithin(List<Long> instants, Rate rate) {
        List<Long> sorted = instants.stream().sorted().toList();
        int most = 0;
        int from = 0;
        for (int to = 0; to < sorted.size(); to++) {
            while (sorted.get(to) - sorted.get(from) > rate.per().toNanos()) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
