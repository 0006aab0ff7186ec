package tori.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.LongStream;

class SuspectsTest {

    private final Suspects suspects = new Suspects();

    @Test
    void shouldSuspectWhatFailedWhileOthersArrived() {
        suspects.accuse(List.of(1L, 2L));
        suspects.accuse(List.of(1L));
        assertThat(suspects.suspicions(1)).isZero();

        suspects.arrived(List.of(3L));
        suspects.arrived(List.of(4L));
        assertThat(suspects.suspicions(1)).isEqualTo(1);
        assertThat(suspects.suspicions(2)).isEqualTo(1);

        suspects.accuse(List.of(1L));
        suspects.arrived(List.of(5L));
        assertThat(suspects.suspicions(1)).isEqualTo(2);
        assertThat(suspects.suspicions(2)).isEqualTo(1);
        assertThat(suspects.suspicions(3)).isZero();
    }

    @Test
    void shouldForgetWhatArrivedOrDied() {
        suspects.accuse(List.of(1L, 2L));
        suspects.arrived(List.of(1L));
        suspects.accuse(List.of(2L));
        suspects.forget(List.of(2L));
        suspects.arrived(List.of(3L));

        assertThat(suspects.contains(1)).isFalse();
        assertThat(suspects.contains(2)).isFalse();
        assertThat(suspects.size()).isZero();
    }

    @Test
    void shouldForgetTheOldestAccusationsFirst() {
        suspects.accuse(List.of(1L, 2L));
        suspects.accuse(LongStream.range(3, Suspects.MAX + 1).boxed().toList());
        suspects.accuse(List.of(1L));
        suspects.accuse(List.of(9_999L));
        suspects.arrived(List.of(8_888L));

        assertThat(suspects.size()).isEqualTo(Suspects.MAX);
        assertThat(suspects.suspicions(1)).isEqualTo(1);
        assertThat(suspects.contains(2)).isFalse();
        assertThat(suspects.suspicions(9_999)).isEqualTo(1);
    }
}
