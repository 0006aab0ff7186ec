package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.Ending;
import tori.model.Event;
import tori.model.EventType;
import tori.time.SettableClock;
import tori.wire.SampleEvents;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class SentMessagesTest {

    private final SettableClock clock = new SettableClock();
    private final SentMessages sent = new SentMessages(clock);

    @Test
    void shouldSayWhatHasSoldOutSince() {
        sent.sent("1", letter(restocked(1), restocked(2)));
        sent.ended(ending(2, 192));

        SentMessages.Edit edit = sent.next();
        assertThat(edit.messageId()).isEqualTo("1");
        assertThat(edit.ended())
                .isEqualTo(Map.of(restocked(2).id(), SampleEvents.TIME.plusSeconds(192)));
        assertThat(sent.next()).isNull();
    }

    @Test
    void shouldPutWhatEndedMeanwhileIntoOneEdit() {
        sent.sent("1", letter(restocked(1), restocked(2), restocked(3)));
        sent.ended(ending(2, 10));
        sent.ended(ending(1, 20));
        assertThat(sent.next().ended()).hasSize(2);

        sent.ended(ending(3, 30));
        assertThat(sent.next().ended()).as("what was said before stays").hasSize(3);
    }

    @Test
    void shouldRememberWhatEndedBeforeItsMessageWasTaken() {
        sent.ended(ending(1, 5));
        assertThat(sent.next()).isNull();
        sent.sent("1", letter(restocked(1)));

        assertThat(sent.next().messageId()).isEqualTo("1");
    }

    @Test
    void shouldNotTakeAnEarlierEndForThatOfALaterRestock() {
        sent.ended(ending(1, -5));
        sent.sent("1", letter(restocked(1)));
        sent.ended(ending(1, -3));

        assertThat(sent.next()).isNull();
    }

    @Test
    void shouldEditTheLatestMessageAboutAVariant() {
        sent.sent("1", letter(restocked(1)));
        sent.sent("2", letter(restocked(1)));
        sent.ended(ending(1, 5));

        assertThat(sent.next().messageId()).isEqualTo("2");
        assertThat(sent.next()).isNull();
    }

    @Test
    void shouldKeepOnlyWhatMayEnd() {
        sent.sent("1", letter(SampleEvents.newProduct(2)));
        sent.sent("2", letter(SampleEvents.of(EventType.SOLD_OUT, restocked(1).data())));
        assertThat(sent.size()).isZero();

        sent.sent("3", letter(restocked(1), restocked(2)));
        sent.ended(ending(1, 5));
        sent.edited(sent.next());
        assertThat(sent.size()).as("the other may still end").isOne();
        sent.ended(ending(2, 5));
        sent.edited(sent.next());
        assertThat(sent.size()).isZero();
    }

    @Test
    void shouldForgetAfterADay() {
        sent.sent("1", letter(restocked(1)));
        sent.ended(ending(1, 5));
        clock.advance(SentMessages.KEPT.plus(Duration.ofNanos(1)));

        assertThat(sent.next()).isNull();
        assertThat(sent.size()).isZero();
    }

    @Test
    void shouldKeepAThousandMessages() {
        for (int i = 0; i <= SentMessages.MAX_MESSAGES; i++) {
            sent.sent(Integer.toString(i), letter(restocked(i)));
        }
        assertThat(sent.size()).isEqualTo(SentMessages.MAX_MESSAGES);
        sent.ended(ending(0, 5));
        assertThat(sent.next()).as("the oldest is forgotten").isNull();
        sent.ended(ending(1, 5));
        assertThat(sent.next()).isNotNull();
    }

    @Test
    void shouldKeepAThousandEndsOfNothing() {
        for (int i = 0; i <= SentMessages.MAX_EARLY; i++) {
            sent.ended(ending(i, 5));
        }
        sent.sent("1", letter(restocked(0)));
        sent.sent("2", letter(restocked(1)));

        assertThat(sent.next().messageId()).isEqualTo("2");
    }

    @Test
    void shouldTryAgainButNotForEver() {
        sent.sent("1", letter(restocked(1)));
        sent.ended(ending(1, 5));
        for (int i = 0; i < 10; i++) {
            sent.postponed(sent.next());
        }
        sent.failed(sent.next());
        sent.failed(sent.next());
        sent.failed(sent.next());

        assertThat(sent.next()).isNull();
        assertThat(sent.size()).isZero();
    }

    @Test
    void shouldForgetWhatSomebodyHasDeleted() {
        sent.sent("1", letter(restocked(1), restocked(2)));
        sent.ended(ending(1, 5));
        sent.gone(sent.next());
        sent.ended(ending(2, 6));

        assertThat(sent.next()).isNull();
    }

    private static Event restocked(long variant) {
        return SampleEvents.restocked(variant, "10");
    }

    private static Ending ending(long variant, long secondsLater) {
        return new Ending(
                SampleEvents.SOURCE, "1/" + variant, SampleEvents.TIME.plusSeconds(secondsLater));
    }

    private static Letter letter(Event... events) {
        return new Letter(List.of(events), SampleEvents.TIME.plusMillis(38), Map.of());
    }
}
