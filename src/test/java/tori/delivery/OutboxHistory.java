package tori.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import tori.delivery.MemoryDeliveryStore.Row;
import tori.model.Answer;
import tori.model.Owed;
import tori.model.SendResult;
import tori.telemetry.CountingMeters;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * One random history of an outbox, on one thread: what is accepted, claimed, sent, answered, lost
 * in crashes, in any order that threads, disk and network could bring about; and a simple model of
 * what must and must not happen meanwhile.
 */
final class OutboxHistory {

    private static final List<String> DESTINATIONS = List.of("a", "b", "c");
    private static final int ENTITIES = 4;
    private static final int STEPS = 160;

    /** The deliveries that fail whoever they travel with. */
    private static final Set<Long> POISON = Set.of(6L, 11L, 12L, 30L);

    /** A request that has begun. */
    private record UnderWay(Trip trip, Batch batch, int generation) {}

    private final Random random;
    private final boolean blameless;
    private final boolean calm;
    private final CountingMeters meters = new CountingMeters();
    private final MemoryDeliveryStore store;
    private final Map<String, ManualDepartures> departures = new TreeMap<>();
    private final List<UnderWay> underWay = new ArrayList<>();
    private final Map<String, Integer> generations = new HashMap<>();
    private final Map<Trip, Integer> generationOf = new IdentityHashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Set<String> present = new HashSet<>();
    private final List<Owed> offered = new ArrayList<>();
    private final List<Long> promised = new ArrayList<>();
    private final Map<Long, Integer> taken = new HashMap<>();
    private final Map<String, Long> lastTaken = new HashMap<>();
    private final Set<String> retriedLines = new HashSet<>();
    private final Map<Long, Integer> spendable = new HashMap<>();
    private final Set<Route> answered = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Long> condemned = new HashSet<>();

    /** What has happened, to see that histories are not all alike. */
    private final Map<String, Integer> seen;

    private Outbox outbox;
    private long nanos = 1;

    /** When the outbox last said it would look again. */
    private long passDueNanos;

    private Duration wallSkew = Duration.ZERO;
    private boolean refusing;
    private int number;

    OutboxHistory(long seed, Map<String, Integer> seen) {
        this.random = new Random(seed);
        this.seen = seen;
        this.blameless = random.nextInt(5) == 0;
        this.calm = random.nextBoolean();
        this.store = new MemoryDeliveryStore(this::now);
        store.byHand();
        outbox = newOutbox();
        passDueNanos = nanos;
    }

    private Instant now() {
        return Instant.EPOCH.plus(Duration.ofDays(20_000)).plusNanos(nanos).plus(wallSkew);
    }

    private Outbox newOutbox() {
        departures.clear();
        gone.clear();
        generationOf.clear();
        present.clear();
        return new Outbox(
                store,
                new OutboxServices(
                        meters,
                        () -> nanos,
                        this::now,
                        random,
                        RetryPolicy.STANDARD,
                        (dead, first) -> {}));
    }

    private void see(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    /** Lives through it; throws where a rule is broken. */
    void run() throws IOException, InterruptedException {
        start();
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        comeToRest();
        checkEnd();
    }

    private void start() throws IOException, InterruptedException {
        boolean late = random.nextBoolean();
        if (!late) {
            DESTINATIONS.forEach(this::add);
        }
        outbox.begin();
        if (late) {
            DESTINATIONS.forEach(this::add);
        }
    }

    private void add(String destination) {
        ManualDepartures own = new ManualDepartures();
        departures.put(destination, own);
        generations.merge(destination, 1, Integer::sum);
        gone.remove(destination);
        present.add(destination);
        outbox.add(
                destination,
                departure -> {
                    generationOf.put((Trip) departure, generations.getOrDefault(destination, 0));
                    own.request(departure);
                },
                terms(destination));
    }

    private LaneTerms terms(String destination) {
        List<String> failover = new ArrayList<>();
        for (String other : DESTINATIONS) {
            if (!other.equals(destination) && random.nextInt(3) == 0) {
                failover.add(other);
            }
        }
        return new LaneTerms(1 + random.nextInt(5), 1 + random.nextInt(4), failover);
    }

    private String anyDestination() {
        return DESTINATIONS.get(random.nextInt(DESTINATIONS.size()));
    }

    private void step() throws IOException, InterruptedException {
        int dice = random.nextInt(1000);
        if (dice < 120) {
            accept();
        } else if (dice < 270) {
            commit();
        } else if (dice < 420) {
            store.report();
        } else if (dice < 620) {
            depart(anyDestination());
        } else if (dice < 800) {
            answerAny();
        } else if (dice < 880) {
            passWhenDue();
        } else if (dice < 920) {
            nanos += (long) (1e6 * Math.pow(10, random.nextDouble() * 5));
        } else if (calm && dice < 960) {
            nanos += (long) (1e9 * random.nextInt(1, 10));
        } else if (dice < 925) {
            wallSkew = wallSkew.plusSeconds(random.nextInt(-3600, 3600));
            see("clock jump");
        } else if (dice < 940) {
            crash();
        } else if (dice < 945) {
            restart();
        } else if (dice < 960) {
            replace(anyDestination());
        } else if (dice < 970) {
            removeOrAdd(anyDestination());
        } else if (dice < 980) {
            turnAway(anyDestination());
        } else if (dice < 990) {
            refusing = !refusing;
        } else {
            meddle();
        }
    }

    private void accept() {
        List<Owed> batch = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            boolean again = !offered.isEmpty() && random.nextInt(10) == 0;
            Owed owed =
                    again
                            ? offered.get(random.nextInt(offered.size()))
                            : Deliveries.owed(
                                    anyDestination(), "e" + random.nextInt(ENTITIES), ++number);
            batch.add(owed);
            offered.add(owed);
        }
        CompletableFuture<List<Acceptance>> accepted = store.accept(batch);
        var _ = accepted.thenAccept(all -> all.forEach(each -> promised.add(each.id())));
    }

    private void commit() {
        if (!refusing) {
            store.commit();
            store.rows().forEach(this::see);
        }
    }

    private void depart(String destination) {
        ManualDepartures own = departures.get(destination);
        if (own == null || own.size() == 0) {
            return;
        }
        Trip trip = (Trip) own.take(random.nextInt(own.size()));
        int maxBatch = 1 + random.nextInt(5);
        int permits = random.nextInt(6) == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(5);
        Batch batch = trip.begin(maxBatch, permits);
        if (batch == null) {
            see("empty departure");
            return;
        }
        check(destination, batch, maxBatch);
        Integer generation = generationOf.remove(trip);
        underWay.add(new UnderWay(trip, batch, generation == null ? -1 : generation));
    }

    private void check(String destination, Batch batch, int maxBatch) {
        assertThat(gone).as("called although gone").doesNotContain(destination);
        assertThat(batch.size()).isBetween(1, maxBatch);
        long before = Long.MAX_VALUE;
        for (Claimed claimed : batch.claimed()) {
            assertThat(claimed.id()).as("newest first").isLessThan(before);
            before = claimed.id();
            Row row = store.row(claimed.id());
            assertThat(row.station).as("sent, so handed out durably").isEqualTo(claimed.station());
            int limit = claimed.station().batchLimit();
            assertThat(limit == 0 || batch.size() <= limit).as("in company beyond limit").isTrue();
            checkAlone(row);
            if (!destination.equals(claimed.destination())) {
                see("failover");
            }
        }
        if (!answered.contains(batch.route())) {
            assertThat(underWay)
                    .as("one request until the first answer")
                    .noneMatch(other -> other.batch().route() == batch.route());
            see("first request");
        }
        if (batch.probe()) {
            assertThat(batch.size()).isEqualTo(1);
            assertThat(underWay)
                    .as("one probe at a time")
                    .noneMatch(other ->
                            other.batch().probe() && other.batch().route() == batch.route());
            see("probe");
        }
    }

    private void checkAlone(Row row) {
        for (UnderWay other : underWay) {
            for (Claimed claimed : other.batch().claimed()) {
                assertThat(line(store.row(claimed.id())))
                        .as("two of one entity under way")
                        .isNotEqualTo(line(row));
            }
        }
        for (Row other : store.rows()) {
            if (other.id < row.id && line(other).equals(line(row)) && !isRetried(row)) {
                assertThat(other.station.state().isOpen()).as("overtakes an open one").isFalse();
            }
        }
    }

    private static String line(Row row) {
        return row.owed.destination() + " " + row.owed.event().entity();
    }

    private boolean isRetried(Row row) {
        return retriedLines.contains(line(row));
    }

    private void answerAny() {
        if (!underWay.isEmpty()) {
            UnderWay each = underWay.remove(random.nextInt(underWay.size()));
            answer(each, isPoisoned(each.batch()) ? poisoned() : anyResult());
        }
    }

    private boolean isPoisoned(Batch batch) {
        return !blameless && batch.claimed().stream().anyMatch(each -> POISON.contains(each.id()));
    }

    private SendResult poisoned() {
        boolean outage = random.nextInt(4) == 0;
        Answer answer = new Answer(outage ? 503 : 500, "");
        return new SendResult.Failed("always", random.nextBoolean(), outage, answer);
    }

    private SendResult anyResult() {
        Duration pause = Duration.ofMillis(random.nextInt(random.nextBoolean() ? 2_000 : 90_000));
        int kinds = blameless ? 70 : 100;
        int dice = random.nextInt(kinds);
        if (dice < 45) {
            return SendResult.Sent.NOW;
        } else if (dice < 55) {
            return new SendResult.Throttled(pause, random.nextBoolean());
        } else if (dice < 70) {
            return new SendResult.Failed(
                    "down", random.nextBoolean(), true, new Answer(random.nextInt(2) * 503, ""));
        } else if (dice < 85) {
            return new SendResult.Failed("500", random.nextBoolean(), false, Answer.NONE);
        } else if (dice < 97) {
            return new SendResult.Refused("no");
        }
        return new SendResult.Gone("410");
    }

    private void answer(UnderWay each, SendResult result) {
        Batch batch = each.batch();
        String called = batch.route().destination();
        see(result.getClass().getSimpleName());
        boolean took =
                switch (result) {
                    case SendResult.Sent _ -> true;
                    case SendResult.Failed failed -> failed.ambiguous() && random.nextBoolean();
                    case SendResult.Throttled _, SendResult.Refused _, SendResult.Gone _ -> false;
                };
        if (took) {
            batch.claimed().forEach(this::take);
        }
        for (Claimed claimed : batch.claimed()) {
            if (result instanceof SendResult.Failed failed && Health.isReached(failed)) {
                spendable.merge(claimed.id(), 1, Integer::sum);
            }
            boolean refused = result instanceof SendResult.Refused && batch.size() == 1;
            boolean gone =
                    result instanceof SendResult.Gone && batch.route().terms().failover().isEmpty();
            if (!batch.failsOver() && (refused || gone)) {
                condemned.add(claimed.id());
            }
        }
        answered.add(batch.route());
        each.trip().end(batch, result);
        if (result instanceof SendResult.Gone
                && present.contains(called)
                && each.generation() == generations.getOrDefault(called, 0)) {
            gone.add(called);
        }
    }

    private void take(Claimed claimed) {
        Row row = store.row(claimed.id());
        taken.merge(row.id, 1, Integer::sum);
        Long last = lastTaken.put(line(row), row.id);
        if (last != null && !isRetried(row)) {
            assertThat(row.id).as("order at the receiver").isGreaterThanOrEqualTo(last);
        }
    }

    private void crash() throws IOException, InterruptedException {
        see("crash");
        for (UnderWay each : underWay) {
            if (random.nextBoolean()) {
                each.batch().claimed().forEach(this::take);
            }
        }
        underWay.clear();
        if (random.nextBoolean()) {
            commit();
        }
        store.crash();
        outbox = newOutbox();
        passDueNanos = nanos;
        start();
    }

    private void restart() throws IOException, InterruptedException {
        see("restart");
        refusing = false;
        int left = outbox.stop(Duration.ZERO);
        int travelling = underWay.stream().mapToInt(each -> each.batch().size()).sum();
        assertThat(left).as("still under way").isGreaterThanOrEqualTo(travelling);
        for (ManualDepartures own : departures.values()) {
            while (own.size() > 0) {
                Trip trip = (Trip) own.take(0);
                assertThat(trip.begin(10, 1)).as("handed out while stopping").isNull();
            }
        }
        while (!underWay.isEmpty()) {
            answerAny();
        }
        while (store.hasWork()) {
            store.commit();
            store.report();
        }
        assertThat(outbox.stop(Duration.ZERO)).as("under way after all ended").isZero();
        assertThat(store.counts().get(DeliveryState.IN_FLIGHT)).as("claims given back").isZero();
        store.crash();
        outbox = newOutbox();
        passDueNanos = nanos;
        start();
    }

    private void replace(String destination) {
        if (present.contains(destination)) {
            generations.merge(destination, 1, Integer::sum);
            gone.remove(destination);
            outbox.replace(destination, terms(destination));
        }
    }

    private void removeOrAdd(String destination) {
        if (present.remove(destination)) {
            generations.merge(destination, 1, Integer::sum);
            ManualDepartures own = departures.get(destination);
            boolean first = random.nextBoolean();
            if (own != null && first) {
                own.close();
            }
            outbox.remove(destination);
            if (own != null && !first) {
                own.close();
            }
            departures.remove(destination);
        } else {
            add(destination);
        }
    }

    private void turnAway(String destination) {
        ManualDepartures own = departures.get(destination);
        if (own != null && own.size() > 0) {
            own.take(random.nextInt(own.size())).turnedAway("closed");
            see("turned away");
        }
    }

    /** Somebody retries all dead letters, or gives one delivery up. */
    private void meddle() {
        if (random.nextBoolean()) {
            for (Row row : store.rows()) {
                retriedLines.add(line(row));
            }
            var _ = store.retry(DeliveryFilter.ALL);
        } else if (!store.rows().isEmpty()) {
            long id = 1 + random.nextInt(store.rows().size());
            var _ = store.discard(new DeliveryFilter(List.of(id), List.of(), null));
        }
    }

    /** With everything healthy, all that is owed arrives. */
    private void comeToRest() throws InterruptedException {
        refusing = false;
        for (String destination : DESTINATIONS) {
            if (present.contains(destination)) {
                replace(destination);
            } else {
                add(destination);
            }
        }
        for (int i = 0; i < 200 && isOpen(); i++) {
            while (!underWay.isEmpty()) {
                UnderWay each = underWay.removeLast();
                boolean fails = calm && isPoisoned(each.batch());
                answer(each, fails ? poisoned() : SendResult.Sent.NOW);
            }
            passWhenDue();
            store.commit();
            store.report();
            for (String destination : DESTINATIONS) {
                while (departures.getOrDefault(destination, new ManualDepartures()).size() > 0) {
                    depart(destination);
                }
            }
            if (underWay.isEmpty() && !store.hasWork()) {
                nanos += Duration.ofSeconds(61).toNanos();
            }
        }
    }

    /** As the outbox's own thread would: not before it is due, unless it was woken. */
    private void passWhenDue() throws InterruptedException {
        if (outbox.isWoken() || nanos - passDueNanos >= 0) {
            long wait = outbox.pass();
            passDueNanos = nanos + Math.min(wait, Duration.ofDays(1).toNanos());
        }
    }

    private boolean isOpen() {
        return store.hasWork()
                || !underWay.isEmpty()
                || store.rows().stream().anyMatch(row -> row.station.state().isOpen());
    }

    private void see(Row row) {
        if (row.station instanceof Station.RetryWait wait && wait.failures() == 0) {
            see("postponed");
            assertThat(row.attempts.getLast().outcome())
                    .as("postponed for what may be its own fault")
                    .isIn(Outcome.OUTAGE, Outcome.FAILED, Outcome.AMBIGUOUS, Outcome.REFUSED);
        }
    }

    private void checkEnd() {
        assertThat(meters.count("loopFailed")).as("exceptions").isZero();
        Set<String> keys = new HashSet<>();
        for (Row row : store.rows()) {
            keys.add(row.owed.destination() + row.owed.key());
            String what =
                    row.id
                            + " "
                            + line(row)
                            + " "
                            + row.station
                            + " "
                            + row.attempts
                            + " at "
                            + now()
                            + " "
                            + outbox.status();
            assertThat(row.station.state().isOpen()).as("stuck: %s", what).isFalse();
            checkRow(row, what);
        }
        assertThat(keys).as("one delivery per key").hasSize(store.rows().size());
        assertThat(store.rows().stream().map(row -> row.id)).containsAll(promised);
    }

    private void checkRow(Row row, String what) {
        int times = taken.getOrDefault(row.id, 0);
        int spent = spendable.getOrDefault(row.id, 0);
        assertThat(times)
                .as("received again without a doubt: %s", what)
                .isLessThanOrEqualTo(1 + row.ambiguous);
        assertThat(row.station.failures()).as("attempts: %s", what).isLessThanOrEqualTo(5);
        assertThat(row.station.failures())
                .as("spent for nothing: %s", what)
                .isLessThanOrEqualTo(spent + (condemned.contains(row.id) ? 1 : 0));
        if (row.station instanceof Station.Delivered) {
            assertThat(times).as("never received: %s", what).isPositive();
            see("delivered");
        } else if (!row.discarded) {
            assertThat(condemned.contains(row.id) || spent >= 5)
                    .as("died early: %s", what)
                    .isTrue();
            see("dead");
            if (row.station.failures() == 5) {
                see("dead after five");
            }
        }
        if (times > 1) {
            see("duplicate");
        }
    }
}
