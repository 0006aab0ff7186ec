package tori.cli;

import tori.delivery.Attempt;
import tori.delivery.DeliveryDetail;
import tori.delivery.DeliveryRow;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One delivery with everything known of it, for people. Stateless, any thread. */
final class DeliverySheet {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

    private DeliverySheet() {}

    /**
     * The lines.
     *
     * @param zone whose local time is shown, with its offset
     */
    static List<String> lines(DeliveryDetail detail, ZoneId zone) {
        DeliveryRow row = detail.row();
        List<String> lines = new ArrayList<>();
        lines.add("delivery     " + row.id());
        lines.add("state        " + state(row));
        add(lines, "destination  ", row.destination());
        add(lines, "key          ", row.key());
        add(lines, "event        ", row.type() + " " + row.eventId());
        add(lines, "source       ", row.source());
        add(lines, "subject      ", row.subject());
        add(lines, "entity       ", row.entity() + ", sequence " + row.sequence());
        lines.add("accepted     " + time(row.acceptedAt(), zone));
        lines.add("changed      " + time(row.changedAt(), zone));
        if (row.dueAt() != null) {
            lines.add("next try     " + time(row.dueAt(), zone));
        }
        if (row.via() != null) {
            add(lines, "taken by     ", row.via());
        }
        lines.add("tries spent  " + row.failures() + ", ambiguous " + row.ambiguous());
        if (row.reason() != null) {
            add(lines, "reason       ", row.reason());
        }
        String event = detail.event().isEmpty() ? "no longer in the event log" : detail.event();
        add(lines, "JSON         ", event);
        lines.add("");
        addAttempts(lines, detail.attempts(), zone);
        return lines;
    }

    private static void addAttempts(List<String> lines, List<Attempt> attempts, ZoneId zone) {
        if (attempts.isEmpty()) {
            lines.add("no attempt so far");
            return;
        }
        lines.add(
                attempts.size() < DeliveryDetail.MAX_ATTEMPTS
                        ? "attempts"
                        : "the newest " + attempts.size() + " attempts");
        for (Attempt attempt : attempts) {
            long took = Duration.between(attempt.startedAt(), attempt.endedAt()).toMillis();
            int status = attempt.answer().status();
            lines.add(
                    "  "
                            + time(attempt.startedAt(), zone)
                            + "  "
                            + took
                            + " ms  "
                            + TerminalText.escape(attempt.via())
                            + "  "
                            + attempt.outcome().wireName()
                            + (status == 0 ? "" : "  HTTP " + status));
            if (!attempt.detail().isEmpty()) {
                add(lines, "    ", attempt.detail());
            }
            if (!attempt.answer().excerpt().isEmpty()) {
                add(lines, "    > ", attempt.answer().excerpt());
            }
        }
    }

    private static void add(List<String> lines, String name, String text) {
        lines.add(name + TerminalText.escape(text));
    }

    private static String state(DeliveryRow row) {
        return row.discarded() ? "discarded" : row.state().wireName();
    }

    private static String time(Instant time, ZoneId zone) {
        return TIME.format(time.atZone(zone));
    }
}
