package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.Event;
import tori.model.EventType;
import tori.model.IncidentReport;
import tori.wire.SampleEvents;

import java.util.List;
import java.util.Map;

/** Incidents as Discord shows them. */
class IncidentEmbedTest {

    private static Embed embed(Event event) {
        Letter letter = new Letter(List.of(event), event.time().plusMillis(7), Map.of());
        return DiscordMessage.embeds(letter, Map.of()).getFirst();
    }

    @Test
    void shouldSayWhatIsDownAndWhy() {
        Embed embed = embed(SampleEvents.opened());
        assertThat(embed.title()).isEqualTo("Down: gorilla/energy");
        assertThat(embed.description()).isEqualTo("No answer within 10 s.");
        assertThat(embed.fields())
                .containsExactly(
                        new Embed.Field("Cause", "timeout", true),
                        new Embed.Field("Failing since", "2026-03-04 12:02:44 UTC", true));
        assertThat(embed.color()).isEqualTo(IncidentEmbed.DOWN);
    }

    @Test
    void shouldSayHowLongItHasBeenDown() {
        Embed embed = embed(SampleEvents.reminded());
        assertThat(embed.title()).isEqualTo("Still down: gorilla/energy");
        assertThat(embed.fields())
                .contains(
                        new Embed.Field("Down for", "1 h", true),
                        new Embed.Field("Reminder", "1", true));
    }

    @Test
    void shouldSayThatItIsOver() {
        Embed embed = embed(SampleEvents.closed());
        assertThat(embed.title()).isEqualTo("Up again: gorilla/energy");
        assertThat(embed.description()).endsWith("That is over.");
        assertThat(embed.fields()).contains(new Embed.Field("Was down for", "2 h 5 m", true));
        assertThat(embed.color()).isEqualTo(IncidentEmbed.UP);
    }

    @Test
    void shouldEscapeWhatAnAnswerMayHold() {
        IncidentReport told = (IncidentReport) SampleEvents.opened().data();
        IncidentReport sly =
                new IncidentReport(
                        told.entity(),
                        1,
                        told.id(),
                        "content",
                        "*@everyone* " + "x".repeat(5_000),
                        told.since(),
                        told.openedAt(),
                        null,
                        0);
        Embed embed = embed(SampleEvents.of(EventType.HEARTBEAT_MISSED, sly));
        assertThat(embed.title()).startsWith("Failed: ");
        assertThat(embed.description()).startsWith("\\*").hasSizeLessThan(1_200);
    }
}
