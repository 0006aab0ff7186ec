package tori.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class TimestampRingTest {

    @Property
    void shouldBehaveAsAListCutAtTheFront(
            @ForAll @IntRange(min = 1, max = 9) int capacity,
            @ForAll @Size(max = 200) List<Boolean> adds) {
        TimestampRing ring = new TimestampRing(capacity);
        List<Long> model = new ArrayList<>();
        long instant = Long.MAX_VALUE - 50;
        for (boolean add : adds) {
            if (add && model.size() < ring.capacity()) {
                ring.add(instant);
                model.add(instant++);
            } else if (!model.isEmpty()) {
                ring.removeOldest();
                model.removeFirst();
            }
            assertThat(ring.size()).isEqualTo(model.size());
            assertThat(ring.isEmpty()).isEqualTo(model.isEmpty());
            for (int i = 0; i < model.size(); i++) {
                assertThat(ring.get(i)).isEqualTo(model.get(i));
            }
        }
    }

    @Property
    void shouldForgetWhatIsOlderThanAnAge(
            @ForAll @IntRange(min = 0, max = 9) int removedBefore,
            @ForAll @Size(max = 16) List<@IntRange(max = 3) Integer> steps,
            @ForAll @IntRange(max = 20) int age,
            @ForAll @IntRange(max = 20) int later) {
        TimestampRing ring = new TimestampRing(16);
        for (int i = 0; i < removedBefore; i++) {
            ring.add(0);
            ring.removeOldest();
        }
        List<Long> model = new ArrayList<>();
        long instant = Long.MAX_VALUE - 10;
        for (int step : steps) {
            instant += step;
            ring.add(instant);
            model.add(instant);
        }
        long now = instant + later;
        int before = ring.size();
        int forgotten = ring.removeOlderThan(age, now);
        model.removeIf(each -> now - each > age);
        assertThat(forgotten).isEqualTo(before - ring.size());
        assertThat(ring.size()).isEqualTo(model.size());
        for (int i = 0; i < model.size(); i++) {
            assertThat(ring.get(i)).isEqualTo(model.get(i));
        }
    }

    @Test
    void shouldRefuseWhatItCannotHold() {
        TimestampRing ring = new TimestampRing(2);
        assertThatThrownBy(ring::removeOldest).isInstanceOf(IllegalStateException.class);
        ring.add(1);
        ring.add(2);
        assertThatThrownBy(() -> ring.add(3)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ring.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
