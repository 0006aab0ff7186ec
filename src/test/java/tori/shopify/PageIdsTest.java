package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

class PageIdsTest {

    private static final int MOST = 1000;

    @Property
    void shouldHoldWhatWasNotedWhateverThePageShowedBefore(
            @ForAll @Size(max = 40) @LongRange(min = 1, max = 3) long[] before,
            @ForAll @Size(max = 40) @LongRange(min = 1, max = 3) long[] now)
            throws Exception {
        long[] untouched = before.clone();
        PageIds ids = noted(before, now);

        assertThat(ids.size()).isEqualTo(now.length);
        assertThat(ids.toArray()).isEqualTo(now);
        assertThat(before).isEqualTo(untouched);
    }

    @Property
    void shouldAllocateNothingForThePageOfBefore(@ForAll @Size(max = 40) long[] before)
            throws Exception {
        assertThat(noted(before, before.clone()).toArray()).isSameAs(before);
    }

    @Test
    void shouldRefuseAPageThatIsTooLong() throws Exception {
        PageIds ids = noted(PageIds.NONE, new long[MOST]);

        assertThatThrownBy(() -> ids.add(1)).isInstanceOf(MalformedFeedException.class);
    }

    private static PageIds noted(long[] before, long[] now) throws MalformedFeedException {
        PageIds ids = new PageIds(before, MOST);
        for (long id : now) {
            ids.add(id);
        }
        return ids;
    }
}
