package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import tori.model.Event;
import tori.model.EventType;
import tori.telemetry.CountingMeters;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class PendingEventsTest {

    private static final EventType[] TYPES = {
        EventType.RESTOCKED,
        EventType.SOLD_OUT,
        EventType.PRODUCT_NEW,
        EventType.PRODUCT_REMOVED,
        EventType.PRICE_CHANGED
    };
    private static final long MAX_AGE = 40;

    private final CountingMeters meters = new CountingMeters();
    private final PendingEvents pending = new PendingEvents("main", 4, meters);

    /** The rules, written down a second time as plainly as possible. */
    private static final class Model {
        final List<Event> oldestFirst = new ArrayList<>();
        final int capacity;
        int cancelled;
        int evicted;
        int expired;

        Model(int capacity) {
            this.capacity = capacity;
        }

        void place(Event event, boolean returned) {
            List<Event> opposites =
                    oldestFirst.stream()
                            .filter(each -> each.type() == event.type().opposite())
                            .filter(each -> each.subject().equals(event.subject()))
                            .toList();
            boolean overtaken = false;
            for (Event opposite : opposites) {
                long later = opposite.seenNanos() - event.seenNanos();
                if (later > 0 || (later == 0 && returned)) {
                    overtaken = true;
                } else {
                    oldestFirst.remove(opposite);
                    cancelled++;
                }
            }
            if (overtaken) {
                cancelled++;
                return;
            }
            int at = oldestFirst.size();
            while (at > 0 && oldestFirst.get(at - 1).seenNanos() > event.seenNanos()) {
                at--;
            }
            oldestFirst.add(at, event);
            if (oldestFirst.size() > capacity) {
                oldestFirst.removeFirst();
                evicted++;
            }
        }

        void expire(long now) {
            int before = oldestFirst.size();
            oldestFirst.removeIf(each -> now - each.seenNanos() > MAX_AGE);
            expired += before - oldestFirst.size();
        }
    }

    @Property(tries = 400)
    void shouldCancelEvictExpireAndPopAsTheModelDoes(
            @ForAll @IntRange(min = 1, max = 16) int capacity, @ForAll long seed) {
        Random random = new Random(seed);
        CountingMeters counted = new CountingMeters();
        PendingEvents real = new PendingEvents("main", capacity, counted);
        Model model = new Model(real.capacity());
        List<Attempt> popped = new ArrayList<>();
        long now = 100;
        for (int step = 0; step < 300; step++) {
            now += random.nextInt(3);
            switch (random.nextInt(8)) {
                case 0 -> {
                    real.expire(now, MAX_AGE);
                    model.expire(now);
                }
                case 1 -> {
                    List<Attempt> batch = new ArrayList<>();
                    real.popNewest(1 + random.nextInt(3), batch);
                    for (Attempt attempt : batch) {
                        assertThat(attempt.event()).isSameAs(model.oldestFirst.removeLast());
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
                    EventType type = TYPES[random.nextInt(TYPES.length)];
                    String subject = Integer.toString(random.nextInt(4));
                    Event event = Events.event(type, subject, now - random.nextInt(4));
                    real.add(event);
                    model.place(event, false);
                }
            }
            assertThat(real.size()).isEqualTo(model.oldestFirst.size());
            assertThat(counted.count("cancelled")).isEqualTo(model.cancelled);
            assertThat(counted.count("evicted")).isEqualTo(model.evicted);
            assertThat(counted.count("expired")).isEqualTo(model.expired);
        }
        List<Attempt> rest = new ArrayList<>();
        real.popNewest(Integer.MAX_VALUE, rest);
        assertThat(rest.stream().map(Attempt::event).toList())
                .isEqualTo(model.oldestFirst.reversed());
    }

    @Test
    void shouldCancelByEventAndNotByHash() {
        // Strings of equal hash codes, so that a key made of those would take one for the other.
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        pending.add(Events.event(EventType.RESTOCKED, "Aa", 1));
        pending.add(Events.event(EventType.SOLD_OUT, "BB", 2));
        assertThat(pending.size()).isEqualTo(2);
        pending.add(Events.event(EventType.SOLD_OUT, "Aa", 3));
        assertThat(meters.count("cancelled")).isOne();
        assertThat(pending.size()).isEqualTo(2);
    }

    @Test
    void shouldCancelEveryEarlierOppositeOfOneSubject() {
        pending.add(Events.event(EventType.RESTOCKED, "1", 1));
        pending.add(Events.event(EventType.RESTOCKED, "1", 2));
        pending.add(Events.price(1, 3));
        pending.add(Events.event(EventType.SOLD_OUT, "1", 4));
        assertThat(meters.count("cancelled")).isEqualTo(2);
        assertThat(pending.size()).isEqualTo(2);
    }

    @Test
    void shouldNotLetEarlierCancellationsCostRoom() {
        pending.add(Events.price(1, 0));
        for (int i = 1; i < 100; i++) {
            pending.add(Events.event(EventType.RESTOCKED, "a", 3L * i));
            pending.add(Events.price(1000, 3L * i + 1));
            pending.popNewest(1, new ArrayList<>());
            pending.add(Events.event(EventType.SOLD_OUT, "a", 3L * i + 2));
        }
        assertThat(meters.count("evicted")).isZero();
        assertThat(pending.size()).isEqualTo(2);
    }

    @Test
    void shouldKeepBatchesWithinWhatEachEventMayTravelWith() {
        for (int i = 0; i < 4; i++) {
            pending.putBack(new Attempt(Events.price(i, i), 0, i == 2 ? 2 : 10));
        }
        List<Attempt> batch = new ArrayList<>();
        pending.popNewest(10, batch);
        assertThat(batch).extracting(each -> each.event().subject()).containsExactly("3", "2");
    }

    @Test
    void shouldNameTheInstantOfTheNextExpiry() {
        assertThat(pending.nanosUntilExpiry(0, MAX_AGE)).isEqualTo(SlidingWindow.NEVER);
        pending.add(Events.price(1, 10));
        assertThat(pending.nanosUntilExpiry(20, Nanos.MAX)).isEqualTo(SlidingWindow.NEVER);
        long wait = pending.nanosUntilExpiry(20, MAX_AGE);
        pending.expire(20 + wait - 1, MAX_AGE);
        assertThat(pending.size()).isOne();
        pending.expire(20 + wait, MAX_AGE);
        assertThat(pending.size()).isZero();
        assertThat(meters.count("expired:main")).isOne();
    }
}
