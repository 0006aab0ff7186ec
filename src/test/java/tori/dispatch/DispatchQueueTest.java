package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.Event;
import tori.telemetry.CountingMeters;

import java.util.ArrayList;
import java.util.List;

class DispatchQueueTest {

    private final CountingMeters meters = new CountingMeters();
    private final DispatchQueue queue = new DispatchQueue("main", 3, meters, new Wakeup());
    private final List<String> drained = new ArrayList<>();

    private void offer(int... numbers) {
        for (int number : numbers) {
            queue.accept(Events.price(number, number));
        }
    }

    private void drained(Event event) {
        drained.add(event.subject());
    }

    @Test
    void shouldHandOverInOrder() {
        offer(1, 2, 3);
        assertThat(queue.hasWork()).isTrue();
        assertThat(queue.depth()).isEqualTo(3);
        assertThat(queue.drain(this::drained)).isEqualTo(3);
        assertThat(drained).containsExactly("1", "2", "3");
        assertThat(queue.hasWork()).isFalse();
    }

    @Test
    void shouldMakeTheMostUrgentOfAMomentTheNewest() {
        queue.acceptAll(List.of(Events.price(1, 7), Events.price(2, 7), Events.price(3, 7)));
        queue.drain(this::drained);
        assertThat(drained).containsExactly("3", "2", "1");
    }

    @Test
    void shouldGiveUpTheLeastUrgentOfAMomentWhenFull() {
        queue.acceptAll(List.of(1, 2, 3, 4, 5, 6).stream().map(n -> Events.price(n, 7)).toList());
        queue.drain(this::drained);
        assertThat(drained).containsExactly("4", "3", "2", "1");
        assertThat(meters.count("evicted:main")).isEqualTo(2);
    }

    @Test
    void shouldKeepTheOrderOfAMomentForWhichTheRingHasRoomInPart() {
        offer(1, 2);
        queue.acceptAll(List.of(5, 4, 3).stream().map(n -> Events.price(n, 7)).toList());
        offer(6);
        queue.acceptAll(List.of(8, 7).stream().map(n -> Events.price(n, 7)).toList());
        assertThat(queue.depth()).isEqualTo(8);
        queue.drain(this::drained);
        assertThat(drained).containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
        assertThat(meters.count("evicted:main")).isZero();
    }

    @Test
    void shouldCountEachEventOfAMomentAfterItClosed() {
        queue.close("gone", this::drained);
        queue.acceptAll(List.of(3, 2, 1).stream().map(n -> Events.price(n, 7)).toList());
        assertThat(meters.count("delivered:main:gone")).isEqualTo(3);
        assertThat(queue.hasWork()).isFalse();
    }

    @Test
    void shouldTellEachEvictionOnce() {
        offer(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
        assertThat(queue.takeEvicted()).isOne();
        offer(14, 15);
        assertThat(queue.takeEvicted()).isEqualTo(2);
        assertThat(queue.takeEvicted()).isZero();
    }

    @Test
    void shouldLeaveWhatIsTooMuchToTheDispatcherWhileThereIsRoom() {
        offer(1, 2, 3, 4, 5, 6);
        queue.drain(this::drained);
        assertThat(drained).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(meters.count("evicted:main")).isZero();
        assertThat(queue.takeEvicted()).isZero();
    }

    @Test
    void shouldGiveUpTheOldestBehindTheRingWhenThatIsFullToo() {
        offer(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
        queue.drain(this::drained);
        assertThat(drained)
                .containsExactly("1", "2", "3", "4", "7", "8", "9", "10", "11", "12", "13", "14");
        assertThat(meters.count("evicted:main")).isEqualTo(2);
        assertThat(queue.takeEvicted()).isEqualTo(2);
        assertThat(queue.takeEvicted()).isZero();
    }

    @Test
    void shouldKeepTheOrderOfWhatCameBeforeAndAfterItWasFull() {
        offer(1, 2, 3, 4, 5);
        queue.drain(event -> {
            drained(event);
            if (drained.size() == 1) {
                offer(6);
            }
        });
        offer(7);
        queue.drain(this::drained);
        assertThat(drained).containsExactly("1", "2", "3", "4", "5", "6", "7");
        assertThat(meters.count("evicted:main")).isZero();
    }

    @Test
    void shouldGiveUpNothingUncountedWhenItClosesFull() {
        offer(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
        queue.close("gone", this::drained);
        offer(15);
        assertThat(drained).hasSize(12).endsWith("13", "14");
        assertThat(meters.count("evicted:main")).isEqualTo(2);
        assertThat(meters.count("delivered:main:gone")).isOne();
        assertThat(queue.hasWork()).isFalse();
    }

    @Test
    void shouldKeepWhatComesWhileTheRingIsFullAndBeingDrained() {
        offer(1, 2, 3, 4);
        queue.drain(event -> {
            drained(event);
            if (event.subject().equals("1")) {
                offer(5, 6, 7);
            }
        });
        assertThat(drained).containsExactly("1", "2", "3", "4");
        queue.drain(this::drained);
        assertThat(drained).containsExactly("1", "2", "3", "4", "5", "6", "7");
        assertThat(meters.count("evicted:main")).isZero();
    }

    @Test
    void shouldDrainNoMoreThanARingfulAtOnce() {
        offer(1);
        int moved =
                queue.drain(event -> {
                    drained(event);
                    offer(drained.size() + 1);
                });
        assertThat(moved).isEqualTo(4);
        assertThat(queue.hasWork()).isTrue();
    }

    @Test
    void shouldCountWhatComesAfterItClosed() {
        offer(1, 2);
        queue.close("gone", this::drained);
        assertThat(drained).containsExactly("1", "2");
        offer(3);
        assertThat(meters.count("delivered:main:gone")).isOne();
        assertThat(queue.depth()).isZero();

        queue.reopen();
        offer(4);
        queue.drain(this::drained);
        assertThat(drained).containsExactly("1", "2", "4");
    }

    @Test
    void shouldShowWhatWaitsBehindItAsWell() {
        offer(1, 2);
        queue.pending(5);
        assertThat(queue.depth()).isEqualTo(7);
    }

    @Test
    void shouldTakeMoreAtOnceWhenMadeLarger() {
        offer(1);
        queue.resize(16, this::drained);
        assertThat(drained).containsExactly("1");
        queue.acceptAll(
                List.of(2, 3, 4, 5, 6, 7, 8, 9).stream().map(n -> Events.price(n, n)).toList());
        assertThat(queue.depth()).isEqualTo(8);
        queue.drain(this::drained);
        assertThat(drained).hasSize(9);
        assertThat(meters.count("evicted:main")).isZero();
    }

    @Test
    void shouldHandOverWhatWaitsWhenMadeSmaller() {
        offer(1, 2, 3, 4, 5, 6);
        queue.resize(2, this::drained);
        assertThat(drained).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(queue.hasWork()).isFalse();
        queue.acceptAll(List.of(Events.price(9, 9), Events.price(8, 8), Events.price(7, 7)));
        assertThat(queue.depth()).isEqualTo(2);
        assertThat(meters.count("evicted:main")).isOne();
    }

    @Test
    void shouldLeaveWhatWaitsWhereTheCapacityStays() {
        offer(1, 2, 3);
        queue.resize(4, this::drained);
        assertThat(drained).isEmpty();
        assertThat(queue.depth()).isEqualTo(3);
    }
}
