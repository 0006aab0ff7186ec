package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.telemetry.CountingMeters;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** How events of several monitors share one destination. */
class FairnessTest {

    private static final EventType[] TYPES = {
        EventType.RESTOCKED, EventType.SOLD_OUT, EventType.PRICE_CHANGED
    };
    private static final long MAX_AGE = 60;

    private final CountingMeters meters = new CountingMeters();
    private long now = 1_000;

    private static MonitorId monitor(int number) {
        return new MonitorId("store" + number, "all");
    }

    private Event next(int monitor) {
        now++;
        return Events.event(monitor(monitor), EventType.PRICE_CHANGED, Long.toString(now), now);
    }

    private static List<Event> pop(PendingEvents pending, int size) {
        List<Attempt> batch = new ArrayList<>();
        pending.popNewest(size, batch);
        return batch.stream().map(Attempt::event).toList();
    }

    /** The rules, written down a second time as plainly as possible. */
    private static final class Model {
        private final int capacity;

        /** Each monitor's events, oldest first; one that has none waits for its turn to pass. */
        private final Map<MonitorId, List<Event>> waiting = new HashMap<>();

        /** When each monitor's number of events changed last. */
        private final Map<MonitorId, Integer> changed = new HashMap<>();

        /** Whose turn it is, first. */
        private final List<MonitorId> round = new ArrayList<>();

        /** All events, the oldest first. */
        private final List<Event> all = new ArrayList<>();

        private int steps;
        private int cancelled;
        private int evicted;
        private int expired;

        Model(int capacity) {
            this.capacity = capacity;
        }

        int size() {
            return waiting.values().stream().mapToInt(List::size).sum();
        }

        private void change(MonitorId monitor) {
            changed.put(monitor, ++steps);
            if (size() == 0) {
                round.clear();
                waiting.clear();
            }
        }

        void place(Event event, boolean returned) {
            MonitorId monitor = event.source();
            boolean overtaken = false;
            for (Event other : List.copyOf(waiting.getOrDefault(monitor, List.of()))) {
                if (other.type() == event.type().opposite()
                        && other.subject().equals(event.subject())) {
                    long later = other.seenNanos() - event.seenNanos();
                    if (later > 0 || (later == 0 && returned)) {
                        overtaken = true;
                    } else {
                        take(other);
                        cancelled++;
                    }
                }
            }
            if (overtaken) {
                cancelled++;
                return;
            }
            if (size() == capacity) {
                evicted++;
                Event victim = victim(monitor);
                boolean own = victim.source().equals(monitor);
                if (own && event.seenNanos() < victim.seenNanos()) {
                    return;
                }
                take(victim);
            }
            if (!round.contains(monitor) && round.size() == 2 * capacity) {
                round.removeIf(each -> waiting.get(each).isEmpty());
                waiting.values().removeIf(List::isEmpty);
            }
            if (!round.contains(monitor)) {
                round.addFirst(monitor);
                waiting.put(monitor, new ArrayList<>());
            }
            insert(waiting.get(monitor), event);
            insert(all, event);
            change(monitor);
        }

        private static void insert(List<Event> events, Event event) {
            int at = events.size();
            while (at > 0 && events.get(at - 1).seenNanos() > event.seenNanos()) {
                at--;
            }
            events.add(at, event);
        }

        private Event victim(MonitorId newcomer) {
            int most = waiting.values().stream().mapToInt(List::size).max().orElseThrow();
            if (waiting.getOrDefault(newcomer, List.of()).size() == most) {
                return waiting.get(newcomer).getFirst();
            }
            MonitorId holder =
                    waiting.keySet().stream()
                            .filter(each -> waiting.get(each).size() == most)
                            .min(Comparator.comparing(changed::get))
                            .orElseThrow();
            return waiting.get(holder).getFirst();
        }

        private void take(Event event) {
            waiting.get(event.source()).remove(event);
            all.remove(event);
            change(event.source());
        }

        @Nullable Event pop() {
            if (size() == 0) {
                return null;
            }
            passOver();
            MonitorId turn = round.removeFirst();
            round.addLast(turn);
            Event newest = waiting.get(turn).getLast();
            take(newest);
            passOver();
            return newest;
        }

        /** Whoever's turn it is and has nothing is out of the round. */
        private void passOver() {
            while (size() > 0 && waiting.get(round.getFirst()).isEmpty()) {
                waiting.remove(round.removeFirst());
            }
        }

        void expire(long nowNanos) {
            while (!all.isEmpty() && nowNanos - all.getFirst().seenNanos() > MAX_AGE) {
                take(all.getFirst());
                expired++;
            }
        }
    }

    @Property(tries = 600)
    void shouldShareCancelEvictAndExpireAsTheModelDoes(
            @ForAll @IntRange(min = 1, max = 16) int capacity,
            @ForAll @IntRange(min = 1, max = 5) int monitors,
            @ForAll long seed) {
        Random random = new Random(seed);
        CountingMeters counted = new CountingMeters();
        PendingEvents real = new PendingEvents("main", capacity, counted);
        Model model = new Model(real.capacity());
        List<Attempt> popped = new ArrayList<>();
        long time = 100;
        for (int step = 0; step < 300; step++) {
            time += random.nextInt(3);
            switch (random.nextInt(8)) {
                case 0 -> {
                    real.expire(time, MAX_AGE);
                    model.expire(time);
                }
                case 1 -> {
                    List<Attempt> batch = new ArrayList<>();
                    real.popNewest(1 + random.nextInt(4), batch);
                    for (Attempt attempt : batch) {
                        assertThat(attempt.event()).isEqualTo(model.pop());
                    }
                    popped.addAll(batch);
                }
                case 2 -> {
                    if (!popped.isEmpty()) {
                        Attempt attempt = popped.remove(random.nextInt(popped.size()));
                        real.putBack(attempt);
                        model.place(attempt.event(), true);
                    }
                }
                default -> {
                    Event event =
                            Events.event(
                                    new UUID(seed, step),
                                    monitor(random.nextInt(monitors)),
                                    TYPES[random.nextInt(TYPES.length)],
                                    Integer.toString(random.nextInt(4)),
                                    time - random.nextInt(4));
                    real.add(event);
                    model.place(event, false);
                }
            }
            assertThat(real.size()).isEqualTo(model.size());
            assertThat(counted.count("cancelled")).isEqualTo(model.cancelled);
            assertThat(counted.count("evicted")).isEqualTo(model.evicted);
            assertThat(counted.count("expired")).isEqualTo(model.expired);
        }
        for (Event rest : pop(real, Integer.MAX_VALUE)) {
            assertThat(rest).isEqualTo(model.pop());
        }
    }

    /**
     * While it has events, a monitor waits for no more than one event of each other one, whoever
     * comes and goes meanwhile, and gives its own newest first.
     */
    @Property(tries = 300)
    void shouldLetNobodyWaitForMoreThanOneOfEachOther(
            @ForAll @IntRange(min = 2, max = 8) int monitors, @ForAll long seed) {
        Random random = new Random(seed);
        PendingEvents pending = new PendingEvents("main", 256, meters);
        Map<MonitorId, List<Event>> waiting = new LinkedHashMap<>();
        Map<MonitorId, Map<MonitorId, Integer>> passedBy = new HashMap<>();
        for (int step = 0; step < 400; step++) {
            // The first is noisy, the others come and go.
            int monitor = random.nextBoolean() ? 0 : random.nextInt(monitors);
            Event event = next(monitor);
            pending.add(event);
            waiting.computeIfAbsent(event.source(), id -> new ArrayList<>()).add(event);
            if (random.nextInt(3) == 0) {
                continue;
            }
            Event served = pop(pending, 1).getFirst();
            assertThat(waiting.get(served.source()).removeLast()).isEqualTo(served);
            passedBy.remove(served.source());
            waiting.forEach((other, events) -> {
                if (events.isEmpty()) {
                    passedBy.remove(other);
                } else if (!other.equals(served.source())) {
                    int times =
                            passedBy.computeIfAbsent(other, id -> new HashMap<>())
                                    .merge(served.source(), 1, Integer::sum);
                    assertThat(times).as("%s before %s", served.source(), other).isOne();
                }
            });
        }
    }

    @Test
    void shouldLetAQuietStoreGoBeforeTheBacklogOfANoisyOne() {
        PendingEvents pending = new PendingEvents("main", 64, meters);
        for (int i = 0; i < 50; i++) {
            pending.add(next(1));
        }
        Event alone = next(2);
        pending.add(alone);
        for (int i = 0; i < 5; i++) {
            pending.add(next(1));
        }
        assertThat(pop(pending, 1)).containsExactly(alone);
    }

    @Test
    void shouldEvictFromTheNoisyOneOnly() {
        PendingEvents pending = new PendingEvents("main", 8, meters);
        List<Event> quiet = List.of(next(2), next(3), next(2));
        quiet.forEach(pending::add);
        Event last = next(1);
        pending.add(last);
        for (int i = 0; i < 1_000; i++) {
            last = next(1);
            pending.add(last);
        }
        assertThat(meters.count("evicted")).isEqualTo(996);
        List<Event> left = pop(pending, 8);
        assertThat(left).hasSize(8).containsAll(quiet).contains(last);
    }

    @Test
    void shouldPutEventsOfSeveralIntoOneMessageByTurns() {
        PendingEvents pending = new PendingEvents("main", 64, meters);
        for (int i = 0; i < 3; i++) {
            pending.add(next(1));
        }
        for (int i = 0; i < 3; i++) {
            pending.add(next(2));
        }
        assertThat(pop(pending, 4))
                .extracting(event -> event.source().site())
                .containsExactly("store2", "store1", "store2", "store1");
    }

    @Test
    void shouldKeepTurnsForMoreMonitorsThanItHasRoomForEvents() {
        PendingEvents pending = new PendingEvents("main", 4, meters);
        for (int i = 0; i < 500; i++) {
            pending.add(next(i));
            pending.add(next(i + 1_000));
            if (i % 3 == 0) {
                assertThat(pop(pending, 1)).hasSize(1);
            }
        }
        assertThat(pending.size()).isEqualTo(4);
        assertThat(pop(pending, 4)).hasSize(4);
        assertThat(pending.isEmpty()).isTrue();
    }
}
