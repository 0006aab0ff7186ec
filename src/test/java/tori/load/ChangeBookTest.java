package tori.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is measured from when, and what counts. */
class ChangeBookTest {

    private static final long VARIANT = 8_200_000_000_001L;

    private final ChangeBook book = new ChangeBook();

    @Test
    void shouldMeasureFromTheLastByteServedAndFromWhenTheChangeWasDue() {
        book.changed(VARIANT, true, 1_000);
        book.serving(VARIANT, true, 5_000);
        book.served(VARIANT, true, 5_100);
        book.told(VARIANT, true, 5_900);
        assertThat(book.untilTold().max()).isEqualTo(800);
        assertThat(book.changeToTold().max()).isBetween(4_900L, 4_903L);
        assertThat(book.untilTold().p9999()).isEqualTo(800);
    }

    @Test
    void shouldCountWhatWasToldThoughItCameBeforeTheEndOfTheWriteWasNoted() {
        book.changed(VARIANT, true, 1_000);
        book.serving(VARIANT, true, 5_000);
        book.told(VARIANT, true, 5_900);
        book.served(VARIANT, true, 6_000);
        assertThat(book.untilTold().max()).isEqualTo(900);
        assertThat(book.count().told()).isEqualTo(1);
    }

    @Test
    void shouldForgetTheWarmUp() {
        book.changed(VARIANT, true, 1_000);
        book.serving(VARIANT, true, 5_000);
        book.told(VARIANT, true, 5_900);
        book.changed(VARIANT + 1, true, 1_000);
        book.startOver();
        assertThat(book.count()).isEqualTo(new ChangeBook.Count(0, 0, 0, 0, 0));
        assertThat(book.untilTold().count()).isZero();
        assertThat(book.changeToTold().count()).isZero();
        book.serving(VARIANT + 1, true, 9_000);
        assertThat(book.untilServed().count()).isZero();
    }
}
