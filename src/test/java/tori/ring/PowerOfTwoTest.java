package tori.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

class PowerOfTwoTest {

    @Property
    void shouldBeTheSmallestPowerThatIsEnough(
            @ForAll @IntRange(min = 1, max = PowerOfTwo.MAX) int size) {
        int rounded = PowerOfTwo.atLeast(size);
        assertThat(Integer.bitCount(rounded)).isOne();
        assertThat(rounded).isGreaterThanOrEqualTo(size);
        assertThat(rounded / 2).isLessThan(size);
    }

    @Test
    void shouldRejectWhatNoArrayHolds() {
        assertThatThrownBy(() -> PowerOfTwo.atLeast(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PowerOfTwo.atLeast(PowerOfTwo.MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
