package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

import tori.model.Departure;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Rate;
import tori.model.SendResult;
import tori.model.Sender;
import tori.model.SharedLimit;
import tori.telemetry.CountingMeters;
import tori.time.QuietHours;
import tori.time.SettableClock;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * One random history of events, departures, answers, bugs, replaced and removed lanes; the same for
 * the same seed. The receiver counts each request at some instant while it is under way.
 *
 * <p>The rules: no limit is overrun in any window; neither a sender nor a host has more requests at
 * once than it may; of who waits, a batch goes before a departure once at most; a destination that
 * asks to wait or is gone is left alone; every event is counted once, and every departure departs
 * once or is turned away once.
 */
final class LaneHistory {

    /** What may happen. */
    enum Seen {
        SENT,
        NOTHING_SENT,
        BUG,
        TURNED_AWAY,
        GONE,
        STOOD_IN,
        PROBED,
        WITHHELD,
        DROPS_TOLD,
        HOST_FULL,
        LIMIT_REACHED,
        PASSED_OVER
    }

    private static final int MAX_ROUNDS_TO_STOP = 1_000;
    private static final List<String> FATES =
            List.of("delivered", "refused", "gone", "abandoned", "failed_over", "muted");

    private final Map<Seen, Integer> seen = new EnumMap<>(Seen.class);
    private final SettableClock clock = new SettableClock();
    private final CountingMeters meters = new CountingMeters();
    private final List<Started> started = new ArrayList<>();
    private final List<Owed> departures = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<Long> sharedCounts = new ArrayList<>();
    private final Random random;
    private final FreshestLanes lanes;
    private final Dispatcher dispatcher;
    private final SharedLimit shared;

    /** Half of the histories know many requests at once and no limits but the host's. */
    private final boolean wide;

    private long runningSinceNanos;

    private record Started(Runnable task, @Nullable Target target, long atNanos) {}

    LaneHistory(long seed) {
        random = new Random(seed);
        lanes =
                new FreshestLanes(
                        new LaneServices(clock, clock, new Random(seed), meters),
                        SendLog.NONE,
                        new Care(),
                        this::startThread);
        dispatcher = lanes.dispatcher();
        shared = new SharedLimit("everybody", randomRate());
        wide = random.nextBoolean();
        for (int i = 0; i < 3; i++) {
            targets.add(new Target("lane-" + i));
        }
    }

    Map<Seen, Integer> seen() {
        return seen;
    }

    /** One thing happens, and perhaps the dispatcher takes a pass. */
    void step() {
        Target target = targets.get(random.nextInt(targets.size()));
        switch (random.nextInt(60)) {
            case 0 -> target.replaceOrRemove();
            case 1 -> pass(Duration.ofSeconds(random.nextInt(5)));
            case 2, 3, 4, 5, 6, 7, 8, 9 -> pass(Duration.ofMillis(random.nextInt(20)));
            case 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 -> target.offer();
            case 20, 21, 22, 23, 24, 25, 26, 27, 28, 29 -> target.request();
            default -> runSome();
        }
        if (random.nextBoolean()) {
            dispatcher.runOnce();
        }
    }

    /** Stops, and compares what went in with what came out. */
    void finish() {
        dispatcher.stop(clock.nanoTime() + Duration.ofSeconds(2).toNanos());
        for (int round = 0; !dispatcher.isStopped(); round++) {
            assertThat(round).as("rounds to stop").isLessThan(MAX_ROUNDS_TO_STOP);
            long wait = dispatcher.runOnce();
            if (random.nextInt(4) == 0) {
                targets.getFirst().request();
            } else if (started.isEmpty()) {
                clock.advance(Duration.ofNanos(wait));
            } else {
                runSome();
                clock.advance(Duration.ofMillis(random.nextInt(20)));
            }
        }
        dispatcher.run();
        while (!started.isEmpty()) {
            runSome();
        }
        targets.forEach(Target::request);
        for (Owed each : departures) {
            assertThat(each.departed + each.turnedAway).as("ends of a departure").isOne();
        }
        targets.forEach(Target::checkCounts);
        checkLimit(sharedCounts, shared.rate());
    }

    /** Takes over what a lane cannot send, now and then, and takes note of what it is told. */
    private final class Care implements LaneSurroundings {

        @Override
        public boolean hasStandIn(String destination) {
            return random.nextBoolean();
        }

        @Override
        public boolean handOver(String destination, List<Event> oldestFirst) {
            boolean taken = random.nextBoolean();
            if (taken) {
                saw(Seen.STOOD_IN);
            }
            return taken;
        }

        @Override
        public void gone(String destination, String reason) {
            assertThat(reason).isEqualTo("404");
        }

        @Override
        public void dropped(Dropped dropped) {
            assertThat(dropped.events()).isPositive();
            saw(Seen.DROPS_TOLD);
        }

        @Override
        public void quietIsOver(Withheld withheld) {
            assertThat(withheld.events()).isPositive();
            saw(Seen.WITHHELD);
        }
    }

    private void saw(Seen what) {
        seen.merge(what, 1, Integer::sum);
    }

    /** Short windows, and long ones, which are paced. */
    private Rate randomRate() {
        return random.nextInt(4) == 0
                ? new Rate(10 + random.nextInt(10), Duration.ofSeconds(10))
                : new Rate(1 + random.nextInt(6), Duration.ofMillis(1 + random.nextInt(200)));
    }

    /** Nobody waits for limits so long that the lane goes without. */
    private void pass(Duration time) {
        for (Started each : List.copyOf(started)) {
            if (!(each.task instanceof Sending)) {
                started.remove(each);
                each.task.run();
            }
        }
        clock.advance(time);
    }

    private void runSome() {
        int most = wide ? 8 : 2;
        for (int i = random.nextInt(most); i >= 0 && !started.isEmpty(); i--) {
            Started next = started.remove(random.nextInt(started.size()));
            runningSinceNanos = next.atNanos;
            next.task.run();
        }
    }

    private Thread startThread(String name, Runnable task) {
        Target target = task instanceof Sending sending ? target(sending) : null;
        started.add(new Started(task, target, clock.nanoTime()));
        if (target != null) {
            target.checkBegun((Sending) task);
            checkUnderWay(((Sending) task).outlet(), target);
        }
        return Thread.ofVirtual().name(name).unstarted(() -> {});
    }

    private Target target(Sending sending) {
        return targets.stream()
                .filter(each -> each.name.equals(sending.destination()))
                .findFirst()
                .orElseThrow();
    }

    private void checkUnderWay(Outlet outlet, Target target) {
        int ofOutlet = 0;
        int ofHost = 0;
        for (Started each : started) {
            ofHost += each.target != null && each.target.host.equals(target.host) ? 1 : 0;
            if (each.task instanceof Sending sending) {
                ofOutlet += sending.outlet() == outlet ? 1 : 0;
            }
        }
        assertThat(ofOutlet).as("requests of a sender").isLessThanOrEqualTo(target.maxInFlight);
        if (!target.host.isEmpty()) {
            assertThat(ofHost).as("requests to a host").isLessThanOrEqualTo(Hosts.MAX_UNDER_WAY);
            if (ofHost == Hosts.MAX_UNDER_WAY) {
                saw(Seen.HOST_FULL);
            }
        }
    }

    private void checkLimit(List<Long> counts, Rate rate) {
        int most = OverloadTest.mostWithin(counts, rate);
        assertThat(most).as("requests within %s", rate).isLessThanOrEqualTo(rate.limit());
        if (most == rate.limit()) {
            saw(Seen.LIMIT_REACHED);
        }
    }

    /** One destination, what it answers, and what the rules say of it. */
    private final class Target {
        private final String name;
        private final String host;
        private final int maxInFlight;
        private LaneSettings settings;
        private final boolean sharesLimit = !wide && random.nextBoolean();
        private final DispatchQueue queue;
        private final List<Long> counts = new ArrayList<>();
        private int offered;
        private int waiting;
        private boolean passedOver;
        private long silentUntilNanos;
        private boolean removed;

        Target(String name) {
            this.name = name;
            this.host = wide ? "a" : "";
            this.maxInFlight = wide ? 40 : 1 + random.nextInt(4);
            this.settings =
                    new LaneSettings(
                            wide || random.nextBoolean() ? null : randomRate(),
                            8 << random.nextInt(5),
                            random.nextBoolean() ? null : Duration.ofSeconds(2),
                            random.nextBoolean(),
                            random.nextInt(4) == 0 ? randomHours() : null,
                            random.nextInt(4) > 0);
            this.silentUntilNanos = clock.nanoTime();
            this.queue = lanes.add(name, new Answering(this), settings);
        }

        void replaceOrRemove() {
            if (!removed && random.nextInt(10) == 0) {
                removed = true;
                lanes.remove(name);
            } else if (!removed) {
                settings = withCapacity(8 << random.nextInt(5));
                lanes.replace(name, new Answering(this), settings);
            }
        }

        private LaneSettings withCapacity(int capacity) {
            return new LaneSettings(
                    settings.rate(),
                    capacity,
                    settings.maxAge(),
                    settings.tellsDrops(),
                    settings.quiet(),
                    settings.tellsQuiet());
        }

        void offer() {
            for (int i = random.nextInt(wide ? 40 : 3); i >= 0; i--) {
                MonitorId monitor = new MonitorId("shop", "m" + random.nextInt(3));
                Event event =
                        Events.event(
                                new UUID(1, offered),
                                monitor,
                                EventType.PRICE_CHANGED,
                                Integer.toString(offered++),
                                clock.nanoTime());
                if (queue.tryProbe(event)) {
                    saw(Seen.PROBED);
                }
                queue.accept(event);
            }
        }

        /** The history begins at midnight and lasts for seconds or minutes. */
        private QuietHours randomHours() {
            LocalTime from = LocalTime.MIN.plusSeconds(random.nextInt(20));
            return new QuietHours(from, from.plusSeconds(1 + random.nextInt(60)), ZoneOffset.UTC);
        }

        void request() {
            for (int i = random.nextInt(wide ? 40 : 3); i >= 0; i--) {
                Owed departure = new Owed(this);
                departures.add(departure);
                waiting++;
                queue.request(departure);
            }
        }

        void checkBegun(Sending sending) {
            assertThat(clock.nanoTime() - silentUntilNanos).as("was to wait").isNotNegative();
            assertThat(sending.outlet().sender())
                    .as("the destination was not gone")
                    .isInstanceOfSatisfying(
                            Answering.class, sender -> assertThat(sender.gone).isFalse());
            if (sending instanceof DepartureSending) {
                waiting--;
                passedOver = false;
            } else if (waiting == 0) {
                passedOver = false;
            } else {
                assertThat(passedOver).as("a departure was passed over before").isFalse();
                passedOver = true;
                saw(Seen.PASSED_OVER);
            }
        }

        void leaveAloneUntil(long untilNanos) {
            if (untilNanos - silentUntilNanos > 0) {
                silentUntilNanos = untilNanos;
            }
        }

        /** The receiver counts it, and answers something. */
        SendResult answer(Answering sender) {
            assertThat(sender.closed).as("the sender was closed before").isFalse();
            long now = clock.nanoTime();
            long countedNanos = runningSinceNanos + random.nextLong(now - runningSinceNanos + 1);
            counts.add(countedNanos);
            if (sharesLimit) {
                sharedCounts.add(countedNanos);
            }
            switch (random.nextInt(wide ? 400 : 40)) {
                case 0 -> {
                    Duration wait = Duration.ofMillis(random.nextInt(300));
                    boolean everywhere = random.nextBoolean();
                    for (Target each : everywhere ? targets : List.of(this)) {
                        each.leaveAloneUntil(now + wait.toNanos());
                    }
                    return new SendResult.Throttled(wait, everywhere);
                }
                case 1 -> {
                    return new SendResult.Sent(Duration.ofMillis(random.nextInt(50)));
                }
                case 2 -> {
                    return new SendResult.Refused("poison");
                }
                case 3 -> {
                    return new SendResult.Failed("timeout", random.nextBoolean());
                }
                case 4 -> {
                    saw(Seen.BUG);
                    throw new Bug();
                }
                case 5 -> {
                    if (random.nextInt(5) == 0) {
                        saw(Seen.GONE);
                        sender.gone = true;
                        return new SendResult.Gone("404");
                    }
                    return SendResult.Sent.NOW;
                }
                default -> {
                    saw(Seen.SENT);
                    return SendResult.Sent.NOW;
                }
            }
        }

        void checkCounts() {
            long ended =
                    meters.count("evicted:" + name)
                            + meters.count("expired:" + name)
                            + meters.count("digested:" + name + ":quiet");
            for (String fate : FATES) {
                ended += meters.count("delivered:" + name + ":" + fate);
            }
            assertThat(ended).as("events of %s that ended", name).isEqualTo(offered);
            if (settings.rate() != null) {
                checkLimit(counts, settings.rate());
            }
        }
    }

    /** Answers for a destination until it is replaced. */
    private final class Answering implements Sender {
        private final Target target;
        private boolean gone;
        private boolean closed;

        Answering(Target target) {
            this.target = target;
        }

        @Override
        public SendResult send(List<Event> events) {
            assertThat(events).hasSizeBetween(1, maxBatch());
            return target.answer(this);
        }

        @Override
        public int maxBatch() {
            return 3;
        }

        @Override
        public int maxInFlight() {
            return target.maxInFlight;
        }

        @Override
        public String host() {
            return target.host;
        }

        @Override
        public String authority() {
            return "everybody";
        }

        @Override
        public List<SharedLimit> limits() {
            return target.sharesLimit ? List.of(shared) : List.of();
        }

        @Override
        public void close() {
            assertThat(closed).as("closed before").isFalse();
            closed = true;
        }
    }

    /** A departure that sends, sends nothing, or throws. */
    private final class Owed implements Departure {
        private final Target target;
        private int departed;
        private int turnedAway;

        Owed(Target target) {
            this.target = target;
        }

        @Override
        public @Nullable SendResult depart(Sender sender, int permits) {
            departed++;
            assertThat(permits).isPositive();
            assertThat(sender).isInstanceOf(Answering.class);
            if (random.nextInt(5) == 0) {
                saw(Seen.NOTHING_SENT);
                return null;
            }
            return target.answer((Answering) sender);
        }

        @Override
        public void turnedAway(String reason) {
            turnedAway++;
            target.waiting--;
            saw(Seen.TURNED_AWAY);
            if (random.nextInt(10) == 0) {
                throw new Bug();
            }
        }
    }

    private static final class Bug extends RuntimeException {
        private static final long serialVersionUID = 1;

        Bug() {
            super("a bug", null, false, false);
        }
    }
}
