package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.Blindness;
import tori.model.Event;
import tori.model.EventType;
import tori.wire.SampleEvents;

import java.util.List;
import java.util.Map;

class BlindnessEmbedTest {

    private static Embed embed(Event event) {
        Letter letter = new Letter(List.of(event), event.time().plusMillis(7), Map.of());
        return DiscordMessage.embeds(letter, Map.of()).getFirst();
    }

    @Test
    void shouldSayWhyAndSinceWhenNothingIsSeen() {
        Embed embed = embed(SampleEvents.blind());
        assertThat(embed.title()).isEqualTo("Blind: gorilla/energy");
        assertThat(embed.description())
                .startsWith("The certificate of gorilla.example has expired.\n");
        assertThat(embed.fields())
                .containsExactly(
                        new Embed.Field("Since", "2026-03-04 12:01:34 UTC", true),
                        new Embed.Field("Failed polls", "3", true),
                        new Embed.Field("Last good poll", "2026-03-04 09:03:04 UTC", true));
        assertThat(embed.color()).isEqualTo(BlindnessEmbed.BLIND);
        assertThat(embed.footer()).isEqualTo("gorilla/energy · sent 7 ms after it was seen");
    }

    @Test
    void shouldSayThatItIsOverAndHowLongItLasted() {
        Embed embed = embed(SampleEvents.recovered());
        assertThat(embed.title()).isEqualTo("Sees again: gorilla/energy");
        assertThat(embed.fields())
                .containsExactly(
                        new Embed.Field("Was blind for", "2 h 5 m", true),
                        new Embed.Field("Since", "2026-03-04 09:58:04 UTC", true),
                        new Embed.Field("Failed polls", "250", true));
        assertThat(embed.color()).isEqualTo(BlindnessEmbed.RECOVERED);
    }

    @Test
    void shouldEscapeWhatAStoreMayHaveWritten() {
        Blindness told = (Blindness) SampleEvents.blind().data();
        Blindness sly =
                new Blindness(
                        told.entity(),
                        1,
                        "not_json",
                        "*@everyone* 😀 " + "x".repeat(5_000),
                        told.since(),
                        3,
                        null,
                        null);
        String description = embed(SampleEvents.of(EventType.MONITOR_BLIND, sly)).description();
        assertThat(description).startsWith("\\*").hasSizeLessThan(1_200);
    }
}
