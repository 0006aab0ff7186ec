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

    private void change(boolean available, long nowNanos) {
        book.changed(VARIANT, available, nowNanos);
    }

    private void serve(boolean available, long nowNanos) {
        book.serving(VARIANT, available, nowNanos);
        book.served(VARIANT, available, nowNanos);
    }

    @Test
    void shouldOweNothingWhereAVariantIsAsItWas() {
        change(false, 1_000);
        assertThat(book.count()).isEqualTo(new ChangeBook.Count(1, 0, 0, 1, 0, 0, 0));
        change(true, 2_000);
        serve(true, 3_000);

        assertThat(book.count()).isEqualTo(new ChangeBook.Count(2, 2, 0, 0, 0, 0, 0));
    }

    @Test
    void shouldOweTheWayBackOfWhatWasToldTooLate() {
        change(false, 1_000);
        serve(false, 2_000);
        change(true, 3_000);
        book.told(VARIANT, false, 4_000);
        assertThat(book.count()).isEqualTo(new ChangeBook.Count(2, 1, 0, 1, 1, 0, 0));

        serve(true, 5_000);
        book.told(VARIANT, true, 6_000);
        assertThat(book.count()).isEqualTo(new ChangeBook.Count(2, 1, 1, 0, 1, 0, 0));
    }

    @Test
    void shouldExpectWhatAPageShowedThoughItHasChangedTwiceSince() {
        change(false, 1_000);
        serve(false, 2_000);
        change(true, 3_000);
        change(false, 4_000);
        book.told(VARIANT, false, 5_000);

        assertThat(book.count()).isEqualTo(new ChangeBook.Count(3, 3, 0, 0, 1, 0, 0));
    }

    @Test
    void shouldExpectWhatAPageShowedThatWasWrittenBeforeTheVariantChanged() {
        change(false, 1_000);
        change(true, 2_000);
        serve(false, 3_000);
        book.told(VARIANT, false, 4_000);

        assertThat(book.count()).isEqualTo(new ChangeBook.Count(2, 1, 0, 1, 1, 0, 0));
    }

    @Test
    void shouldNotExpectWhatNoPageShowed() {
        change(false, 1_000);
        book.told(VARIANT, false, 2_000);
        book.told(VARIANT, true, 3_000);
        book.told(VARIANT + 1, true, 4_000);

        assertThat(book.count().unexpected()).isEqualTo(3);
        assertThat(book.count().owed()).isOne();
    }

    @Test
    void shouldNotBeSurprisedByTheWarmUpsLastAlerts() {
        change(false, 1_000);
        serve(false, 2_000);
        book.startOver();
        book.told(VARIANT, false, 3_000);
        assertThat(book.count()).isEqualTo(new ChangeBook.Count(0, 0, 0, 0, 0, 0, 0));
        change(true, 4_000);

        assertThat(book.count()).isEqualTo(new ChangeBook.Count(1, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void shouldForgetTheWarmUp() {
        book.changed(VARIANT, true, 1_000);
        book.serving(VARIANT, true, 5_000);
        book.told(VARIANT, true, 5_900);
        book.changed(VARIANT + 1, true, 1_000);
        book.startOver();
        assertThat(book.count()).isEqualTo(new ChangeBook.Count(0, 0, 0, 0, 0, 0, 0));
        assertThat(book.untilTold().count()).isZero();
        assertThat(book.changeToTold().count()).isZero();
        book.serving(VARIANT + 1, true, 9_000);
        assertThat(book.untilServed().count()).isZero();
    }
}
