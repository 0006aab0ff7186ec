package tori.discord;

import tori.model.Blindness;
import tori.model.DurationWords;
import tori.model.Event;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Says in an embed that a monitor is blind, or sees again. Stateless. */
final class BlindnessEmbed {

    static final int BLIND = 0xE74C3C;

    static final int RECOVERED = 0x2ECC71;

    private static final int DETAIL_MAX = 1_000;

    /** In UTC, as the people of a channel live in several zones. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private BlindnessEmbed() {}

    /** The event's embed; the draft has the footer already. */
    static Embed render(Event event, Blindness blindness, EmbedDraft draft) {
        Duration lasted = blindness.lasted();
        String monitor = DiscordText.plain(event.source().toString());
        draft.title(
                DiscordText.escaped(
                        (lasted == null ? "Blind: " : "Sees again: ") + monitor, Embed.NAME_MAX));
        draft.line(DiscordText.escaped(sentence(blindness.detail()), DETAIL_MAX));
        draft.line(
                lasted == null
                        ? "Nothing is seen of it until this is over; tori goes on asking."
                        : "That is over; what changed meanwhile is told.");
        Instant now = event.time();
        if (lasted != null) {
            draft.field("Was blind for", DurationWords.between(now.minus(lasted), now), true);
        }
        draft.field("Since", TIME.format(blindness.since()), true);
        draft.field("Failed polls", Long.toString(blindness.polls()), true);
        if (lasted == null && blindness.lastGood() != null) {
            draft.field("Last good poll", TIME.format(blindness.lastGood()), true);
        }
        return draft.build(null, lasted == null ? BLIND : RECOVERED, null, false, now);
    }

    /** With a capital letter and a full stop. */
    private static String sentence(String words) {
        if (words.isEmpty()) {
            return "";
        }
        int second = words.offsetByCodePoints(0, 1);
        String end = words.endsWith(".") ? "" : ".";
        return words.substring(0, second).toUpperCase(Locale.ROOT) + words.substring(second) + end;
    }
}
