package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

class HoldingsTest {

    private static final int HOLDERS = 4;
    private static final int MOST_HELD = 6;

    @Property
    void shouldKnowWhoHoldsMostForLongest(
            @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 7) Integer> choices) {
        Holdings holdings = new Holdings(HOLDERS, MOST_HELD);
        int[] held = new int[HOLDERS];
        int[] since = new int[HOLDERS];
        int step = 0;
        for (int choice : choices) {
            int holder = choice / 2;
            step++;
            if (choice % 2 == 0 && held[holder] < MOST_HELD) {
                held[holder]++;
                since[holder] = step;
                holdings.gain(holder);
            } else if (choice % 2 == 1 && held[holder] > 0) {
                held[holder]--;
                since[holder] = step;
                holdings.lose(holder);
            }
            int most = IntStream.of(held).max().orElse(0);
            int expected =
                    IntStream.range(0, HOLDERS)
                            .filter(each -> held[each] == most && most > 0)
                            .boxed()
                            .min(Comparator.comparingInt(each -> since[each]))
                            .orElse(Holdings.NONE);
            assertThat(holdings.most()).isEqualTo(most);
            assertThat(holdings.holder()).isEqualTo(expected);
            for (int each = 0; each < HOLDERS; each++) {
                assertThat(holdings.of(each)).isEqualTo(held[each]);
            }
        }
        holdings.clear();
        assertThat(holdings.holder()).isEqualTo(Holdings.NONE);
        for (int i = 0; i < MOST_HELD; i++) {
            holdings.gain(0);
        }
        assertThat(holdings.most()).isEqualTo(MOST_HELD);
    }

    @Test
    void shouldRefuseToTakeFromWhoHasNothing() {
        Holdings holdings = new Holdings(1, 1);
        assertThatThrownBy(() -> holdings.lose(0)).isInstanceOf(IllegalStateException.class);
    }
}
