package tori;

import org.jspecify.annotations.Nullable;

import tori.model.DurationWords;
import tori.model.Incident;
import tori.model.Notice;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;

/** Puts into words which incidents opened together. Stateless, any thread. */
final class DigestText {

    /** Discord takes 4,096 characters, and signs may have to be escaped. */
    private static final int MAX_TEXT = 3_400;

    private static final int LONGEST_LINE = 140;

    /** Shorter ones name the monitor and little more. */
    private static final int SHORTEST_LINE = 48;

    private static final String WHERE =
            "the dashboard, GET /api/v1/incidents and the event log have them all";

    /**
     * One incident.
     *
     * @param over since when it works again; null while it does not
     */
    record Line(Incident incident, @Nullable Instant over) {

        private boolean isDown() {
            return over == null;
        }

        private String text() {
            String state = over == null ? "" : "works again after " + lasted(over) + ", ";
            return incident.monitor() + "  " + state + incident.cause() + ": " + incident.detail();
        }

        private String lasted(Instant end) {
            return DurationWords.between(end.minus(incident.lasted(end)), end);
        }
    }

    private DigestText() {}

    /**
     * The message.
     *
     * @param window within what time they opened
     */
    static Notice of(List<Line> lines, Duration window) {
        int down = (int) lines.stream().filter(Line::isDown).count();
        StringJoiner text = new StringJoiner("\n");
        text.add(
                Tori.count(lines.size(), "further incident")
                        + " opened within "
                        + window.toSeconds()
                        + " seconds"
                        + over(lines.size(), lines.size() - down)
                        + ":");
        int width = Math.clamp(MAX_TEXT / lines.size() - 1, SHORTEST_LINE, LONGEST_LINE);
        // What still does not work matters more.
        List<Line> ordered = new ArrayList<>(lines);
        ordered.sort(Comparator.comparing(Line::isDown).reversed());
        int shown = 0;
        for (Line line : ordered) {
            String words = cut(line, width);
            if (text.length() + words.length() >= MAX_TEXT) {
                break;
            }
            text.add(words);
            shown++;
        }
        if (shown < lines.size()) {
            text.add("… and " + (lines.size() - shown) + " more: " + WHERE);
        }
        return Notice.headed(title(down, lines.size()), down > 0, text.toString());
    }

    private static String over(int all, int over) {
        if (over == 0) {
            return "";
        }
        return over == all ? ", and work again" : ", of which " + over + " work again";
    }

    private static String title(int down, int all) {
        int counted = down == 0 ? all : down;
        String verb = down == 0 ? (counted == 1 ? " was" : " were") : counted == 1 ? " is" : " are";
        return counted + " more monitor" + (counted == 1 ? "" : "s") + verb + " down";
    }

    private static String cut(Line line, int width) {
        String text = line.text();
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
