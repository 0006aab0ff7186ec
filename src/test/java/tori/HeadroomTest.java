package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadroomTest {

    private static final long MEBIBYTE = 1 << 20;

    private long free;
    private long garbage;
    private int collections;

    private final Headroom headroom =
            new Headroom(
                    () -> free,
                    () -> {
                        collections++;
                        free += garbage;
                        garbage = 0;
                    });

    @Test
    void shouldHaveRoomForASmallFileWithoutLooking() {
        assertThat(headroom.lack(200_000)).isNull();
        assertThat(collections).isZero();
    }

    @Test
    void shouldNotCollectWhereThereIsRoom() {
        free = 2_000 * MEBIBYTE;
        assertThat(headroom.lack(10 * MEBIBYTE)).isNull();
        assertThat(collections).isZero();
    }

    @Test
    void shouldNotMistakeGarbageForUse() {
        free = 20 * MEBIBYTE;
        garbage = 2_000 * MEBIBYTE;
        assertThat(headroom.lack(10 * MEBIBYTE)).isNull();
        assertThat(collections).isOne();
    }

    @Test
    void shouldSayWhatIsNeededWhereThereIsNoRoom() {
        free = 20 * MEBIBYTE;
        garbage = 30 * MEBIBYTE;
        assertThat(headroom.lack(10 * MEBIBYTE))
                .contains("is 10.0 MiB", "50 MiB are left", "-Xmx", "restart");
    }
}
