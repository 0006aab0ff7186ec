package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tori.model.Event;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

@Timeout(60)
class OverflowRingTest {

    private static final int CAPACITY = 4;
    private static final int KEPT = 2 * CAPACITY;
    private static final int PRODUCERS = 4;
    private static final int EVENTS = 20_000;

    private final OverflowRing ring = new OverflowRing(CAPACITY);
    private final List<Event> drained = new ArrayList<>();

    /** Positive: offer so many, else drain. */
    @Property
    void shouldKeepTheNewestInOrderAndCountTheRest(
            @ForAll @Size(max = 40) List<@IntRange(max = 12) Integer> offers) {
        List<Event> model = new ArrayList<>();
        int number = 0;
        for (int count : offers) {
            for (int i = 0; i < count; i++) {
                Event event = Events.price(number, number);
                number++;
                model.add(event);
                int evicted = model.size() > KEPT ? 1 : 0;
                if (evicted > 0) {
                    model.removeFirst();
                }
                assertThat(ring.offer(event)).isEqualTo(evicted);
                assertThat(ring.size()).isEqualTo(model.size());
            }
            if (count % 3 == 0) {
                drained.clear();
                assertThat(ring.drain(drained::add)).isEqualTo(model.size());
                assertThat(drained).containsExactlyElementsOf(model);
                assertThat(ring.isEmpty()).isTrue();
                model.clear();
            }
        }
        ring.drain(drained::add);
    }

    @Test
    void shouldKeepWhatWasSeenLaterOfTwoThatMeet() {
        for (int number : List.of(10, 11, 12, 13, 14, 15, 16, 17)) {
            ring.offer(Events.price(number, number));
        }
        assertThat(ring.offer(Events.price(1, 1))).isOne();
        ring.drain(drained::add);
        assertThat(drained)
                .extracting(Event::subject)
                .containsExactly("11", "12", "13", "14", "15", "16", "17", "10");
    }

    @Test
    void shouldLeaveForTheNextTimeWhatComesWhileItIsDrained() {
        ring.offer(Events.price(1, 1));
        ring.drain(event -> {
            drained.add(event);
            ring.offer(Events.price(2, 2));
        });
        assertThat(drained).hasSize(1);
        assertThat(ring.isEmpty()).isFalse();
        assertThat(ring.drain(drained::add)).isOne();
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void shouldLoseAndDoubleNothingBetweenThreads() throws InterruptedException {
        AtomicLong evicted = new AtomicLong();
        AtomicInteger producing = new AtomicInteger(PRODUCERS);
        List<Thread> producers = new ArrayList<>();
        for (int p = 0; p < PRODUCERS; p++) {
            int first = p * EVENTS;
            producers.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < EVENTS; i++) {
                                    evicted.addAndGet(ring.offer(Events.price(first + i, i)));
                                }
                                producing.decrementAndGet();
                            }));
        }
        while (producing.get() > 0) {
            ring.drain(drained::add);
        }
        for (Thread producer : producers) {
            producer.join();
        }
        ring.drain(drained::add);

        Set<String> subjects = new HashSet<>();
        drained.forEach(event -> subjects.add(event.subject()));
        assertThat(subjects).hasSameSizeAs(drained);
        assertThat(drained.size() + evicted.get()).isEqualTo((long) PRODUCERS * EVENTS);
        assertThat(ring.isEmpty()).isTrue();
    }
}
