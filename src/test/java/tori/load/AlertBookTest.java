package tori.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class AlertBookTest {

    private static final long SECOND = 1_000_000_000L;

    private final AlertBook book = new AlertBook(2);

    private void change(long variant, boolean available, long second) {
        book.changed(variant, available, second * SECOND);
    }

    private void serve(int store, long variant, boolean available, long second) {
        book.serving(store, variant, available, second * SECOND);
        book.served(variant, available, second * SECOND);
    }

    private void tell(int webhook, long second, AlertBook.Told... told) {
        book.message(webhook, List.of(told), second * SECOND);
    }

    private static AlertBook.Told told(long variant, boolean available) {
        return new AlertBook.Told(variant, available);
    }

    @Test
    void shouldMeasureFromChangeToPageToAlert() {
        change(7, false, 1);
        serve(0, 7, false, 3);
        tell(0, 8, told(7, false));

        assertThat(book.count()).isEqualTo(new AlertBook.Count(1, 1, 0, 0, 0, 0, 0, 1, 0));
        assertThat(book.untilServed().max()).isBetween(2 * SECOND, 2 * SECOND + SECOND / 100);
        assertThat(book.untilTold().max()).isBetween(5 * SECOND, 5 * SECOND + SECOND / 100);
    }

    @Test
    void shouldOweNothingWhereTwoChangesCancelEachOther() {
        change(7, false, 1);
        serve(0, 7, false, 2);
        assertThat(book.count().owed()).isOne();
        change(7, true, 3);
        serve(0, 7, true, 4);

        assertThat(book.count().owed()).isZero();
        assertThat(book.count().superseded()).isEqualTo(2);
    }

    @Test
    void shouldOweTheWayBackOfWhatWasTold() {
        change(7, false, 1);
        serve(0, 7, false, 2);
        tell(0, 3, told(7, false));
        change(7, true, 4);
        serve(0, 7, true, 5);

        assertThat(book.count().owed()).isOne();
    }

    @Test
    void shouldOweTheWayBackOfWhatIsToldTooLate() {
        change(7, false, 1);
        serve(0, 7, false, 2);
        change(7, true, 3);
        tell(0, 4, told(7, false));

        assertThat(book.count().stale()).isOne();
        assertThat(book.count().owed()).isOne();
    }

    @Test
    void shouldCountWhatIsToldAgainAndWhatNeverWas() {
        change(7, false, 1);
        serve(0, 7, false, 2);
        tell(0, 3, told(7, false));
        tell(0, 4, told(7, false));
        tell(0, 5, told(99, true));
        change(8, true, 6);
        tell(0, 7, told(8, true));

        assertThat(book.count().told()).isOne();
        assertThat(book.count().repeated()).isOne();
        assertThat(book.count().unexpected()).isEqualTo(2);
    }

    @Test
    void shouldCountMessagesThatLeaveTheNewestBehind() {
        change(7, false, 1);
        serve(0, 7, false, 2);
        change(8, false, 2);
        serve(0, 8, false, 3);
        tell(0, 5, told(7, false));
        assertThat(book.count().older()).isOne();

        tell(0, 6, told(8, false));
        assertThat(book.count().older()).isOne();
    }

    @Test
    void shouldNotExpectWhatIsOnItsWayOrOfAnotherWebhook() {
        change(7, false, 1);
        serve(0, 7, false, 2);
        change(8, false, 2);
        serve(1, 8, false, 3);
        change(9, false, 3);
        serve(2, 9, false, 5);
        tell(0, 5, told(7, false));

        assertThat(book.count().older()).isZero();
    }

    @Test
    void shouldTellApartChangesOfOnePage() {
        change(7, false, 1);
        change(8, false, 1);
        serve(0, 7, false, 2);
        serve(0, 8, false, 2);
        tell(0, 3, told(7, false), told(8, false));

        assertThat(book.count().told()).isEqualTo(2);
        assertThat(book.count().older()).isZero();
    }
}
