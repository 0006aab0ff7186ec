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
import java.util.Set;

/** Says in an embed that something does not work, or works again. Stateless. */
final class IncidentEmbed {

    static final int DOWN = 0xE74C3C;

    static final int UP = 0x2ECC71;

    private static final int UNWATCHED = 0x95A5A6;

    private static final int DETAIL_MAX = 1_000;

    /** What sentences begin with that begin with no name. */
    private static final Set<String> BEGINNINGS =
            Set.of("a", "all", "an", "it", "no", "nobody", "none", "one", "the", "this");

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
        if (incident.unwatched()) {
            draft.line("It is not watched any more, so nobody can say whether that is over.");
        } else if (over) {
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
        int color = incident.unwatched() ? UNWATCHED : over ? UP : DOWN;
        return draft.build(null, color, null, false, now);
    }

    private static boolean isOver(EventType type) {
        return type == EventType.INCIDENT_CLOSED || type == EventType.HEARTBEAT_RESUMED;
    }

    /** With a full stop, and with a capital letter unless it begins with a name. */
    private static String sentence(String words) {
        if (words.isEmpty()) {
            return "";
        }
        String end = words.endsWith(".") ? "" : ".";
        int space = words.indexOf(' ');
        if (space < 0 || !BEGINNINGS.contains(words.substring(0, space))) {
            // Names are written as they are.
            return words + end;
        }
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + end;
    }
}
