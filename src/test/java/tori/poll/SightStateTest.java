package tori.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;

import tori.model.Blindness;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;

class SightStateTest {

    @Property
    void shouldReadWhatItWrote(
            @ForAll @LongRange(max = Long.MAX_VALUE) long sequence,
            @ForAll @LongRange(max = 4_102_444_800_000L) long since,
            @ForAll boolean known,
            @ForAll @StringLength(max = 500) String detail,
            @ForAll long polls)
            throws IOException {
        Instant lastGood = known ? Instant.ofEpochMilli(since).minusSeconds(7) : null;
        Instant began = Instant.ofEpochMilli(since);
        Blindness open =
                new Blindness("s/m/sight", sequence, "dns", detail, began, polls, lastGood, null);
        SightState state = new SightState(sequence, open);
        assertThat(SightState.decode(state.encode(), "s/m/sight")).isEqualTo(state);
        SightState over = new SightState(sequence, null);
        assertThat(SightState.decode(over.encode(), "s/m/sight")).isEqualTo(over);
    }

    @Test
    void shouldRefuseWhatIsDamaged() {
        Instant began = Instant.ofEpochMilli(1);
        byte[] good =
                new SightState(1, new Blindness("e", 1, "dns", "why", began, 3, null, null))
                        .encode();
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> SightState.decode(cut, "e")).isInstanceOf(IOException.class);
        }
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        assertThatThrownBy(() -> SightState.decode(longer, "e")).isInstanceOf(IOException.class);
        byte[] newer = good.clone();
        newer[0] = 2;
        assertThatThrownBy(() -> SightState.decode(newer, "e")).isInstanceOf(IOException.class);
    }
}
