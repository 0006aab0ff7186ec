package tori.discord;

import tori.model.DurationWords;
import tori.model.Event;
import tori.model.EventType;
import tori.model.IncidentReport;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Says in an embed that something does not work, or works again. Stateless. */
final class IncidentEmbed {

    static final int DOWN = 0xE74C3C;

    static final int UP = 0x2ECC71;

    private static final int DETAIL_MAX = 1_000;

    /** In UTC, as the people of a channel live in several zones. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private IncidentEmbed() {}

    /**
     * The event's embed; the draft has the footer already.
     *
     * @param word what the title begins with
     */
    static Embed render(Event event, IncidentReport incident, String word, EmbedDraft draft) {
        boolean over = isOver(event.type());
        String monitor = DiscordText.plain(event.source().toString());
        draft.title(DiscordText.escaped(word + ": " + monitor, Embed.NAME_MAX));
        draft.line(DiscordText.escaped(sentence(incident.detail()), DETAIL_MAX));
        if (over) {
            draft.line("That is over.");
        }
        Instant now = event.time();
        Duration lasted = incident.duration();
        draft.field("Cause", DiscordText.escaped(incident.cause(), Embed.NAME_MAX), true);
        if (lasted != null) {
            draft.field(
                    over ? "Was down for" : "Down for",
                    DurationWords.between(now.minus(lasted), now),
                    true);
        }
        draft.field("Failing since", TIME.format(incident.since()), true);
        if (incident.reminders() > 0 && !over) {
            draft.field("Reminder", Integer.toString(incident.reminders()), true);
        }
        return draft.build(null, over ? UP : DOWN, null, false, now);
    }

    private static boolean isOver(EventType type) {
        return type == EventType.INCIDENT_CLOSED || type == EventType.HEARTBEAT_RESUMED;
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
