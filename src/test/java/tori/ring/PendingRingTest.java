package tori.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class PendingRingTest {

    @Property
    void shouldPushEvictAndPopAsADequeDoes(
            @ForAll @IntRange(min = 1, max = 9) int capacity,
            @ForAll @Size(max = 200) List<Boolean> pushes) {
        PendingRing<Integer> ring = new PendingRing<>(capacity);
        ArrayDeque<Integer> model = new ArrayDeque<>();
        int next = 0;
        for (boolean push : pushes) {
            if (push) {
                Integer evicted = model.size() == ring.capacity() ? model.pollFirst() : null;
                model.addLast(next);
                assertThat(ring.push(next++)).isEqualTo(evicted);
            } else {
                assertThat(ring.popNewest()).isEqualTo(model.pollLast());
            }
            assertThat(contents(ring)).containsExactlyElementsOf(model);
        }
    }

    @Property
    void shouldInsertAndRemoveAnywhereAsAListDoes(
            @ForAll @IntRange(min = 1, max = 9) int capacity,
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 1_000) Integer> choices) {
        PendingRing<Integer> ring = new PendingRing<>(capacity);
        List<Integer> model = new ArrayList<>();
        Map<Integer, Integer> slots = new HashMap<>();
        int next = 0;
        for (int choice : choices) {
            int at = choice / 2 % (model.size() + 1);
            if (choice % 2 == 0 && !ring.isFull()) {
                int before = at == 0 ? PendingRing.NONE : slots.get(model.get(at - 1));
                slots.put(next, ring.insertNewerThan(before, next));
                model.add(at, next++);
            } else if (at < model.size()) {
                Integer element = model.remove(at);
                assertThat(ring.remove(slots.get(element))).isEqualTo(element);
            }
            assertThat(contents(ring)).containsExactlyElementsOf(model);
            for (Integer element : model) {
                assertThat(ring.get(slots.get(element))).isEqualTo(element);
            }
        }
    }

    @Test
    void shouldRoundItsCapacityUp() {
        assertThat(new PendingRing<String>(5).capacity()).isEqualTo(8);
    }

    @Test
    void shouldBeEmptyAfterClearing() {
        PendingRing<Integer> ring = new PendingRing<>(4);
        for (int i = 0; i < 6; i++) {
            ring.push(i);
        }
        ring.clear();
        assertThat(ring.popNewest()).isNull();
        ring.push(7);
        assertThat(contents(ring)).containsExactly(7);
    }

    @Test
    void shouldRefuseSlotsThatHoldNothing() {
        PendingRing<Integer> ring = new PendingRing<>(2);
        int slot = ring.insertNewerThan(PendingRing.NONE, 1);
        ring.remove(slot);
        assertThatThrownBy(() -> ring.remove(slot)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ring.insertNewerThan(slot, 2))
                .isInstanceOf(IllegalStateException.class);
        ring.push(1);
        ring.push(2);
        assertThatThrownBy(() -> ring.insertNewerThan(PendingRing.NONE, 3))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Oldest first, having walked both ways. */
    private static List<Integer> contents(PendingRing<Integer> ring) {
        List<Integer> upwards = new ArrayList<>();
        for (int i = ring.oldest(); i != PendingRing.NONE; i = ring.newerThan(i)) {
            upwards.add(ring.get(i));
        }
        List<Integer> downwards = new ArrayList<>();
        for (int i = ring.newest(); i != PendingRing.NONE; i = ring.olderThan(i)) {
            downwards.add(ring.get(i));
        }
        assertThat(downwards.reversed()).isEqualTo(upwards);
        assertThat(ring.size()).isEqualTo(upwards.size());
        return upwards;
    }
}
