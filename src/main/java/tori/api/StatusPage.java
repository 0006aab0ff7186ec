package tori.api;

import org.jspecify.annotations.Nullable;

import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Draws what the monitors do as a plain page without scripts. Called on requests' threads. */
final class StatusPage {

    /** More rows than anybody reads; keeps the page below a megabyte. */
    static final int MAX_MONITORS = 1_000;

    static final int MAX_EVENTS = 50;

    private static final DeliveryFilter DEAD =
            new DeliveryFilter(List.of(), List.of(DeliveryState.FAILED), null);

    /** Enough to see what is wrong; the command lists all. */
    static final int MAX_DEAD_LETTERS = 10;

    private final StatusSource source;
    private final FrontDesk desk;

    StatusPage(StatusSource source, FrontDesk desk) {
        this.source = source;
        this.desk = desk;
    }

    String html() throws InterruptedException {
        StringBuilder page = new StringBuilder(1 << 14);
        page.append(
                """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="refresh" content="5">
                <title>tori</title><link rel="stylesheet" href="/tori.css"></head><body>
                <h1>tori</h1>
                <p><a href="/metrics">metrics</a> <a href="/livez">livez</a>
                <a href="/readyz">readyz</a></p>
                """);
        appendMonitors(page, source.monitors());
        appendOutbox(page);
        appendEvents(page, source.latestEvents(MAX_EVENTS));
        return page.append("</body></html>\n").toString();
    }

    private static void appendMonitors(StringBuilder page, List<StatusSource.MonitorRow> rows) {
        page.append("<h2>Monitors</h2>\n<table><thead><tr><th>site<th>monitor<th>state")
                .append(
                        "<th>last good<th>last"
                                + " change<th>result<th>next<th>events</tr></thead><tbody>\n");
        for (StatusSource.MonitorRow row : rows.subList(0, Math.min(rows.size(), MAX_MONITORS))) {
            page.append("<tr>");
            cell(page, row.monitor().site());
            cell(page, row.monitor().monitor());
            page.append("<td class=\"").append(stateClass(row.state())).append("\">");
            page.append(row.state().word()).append("</td>");
            cell(page, time(row.lastGood()));
            cell(page, time(row.lastChange()));
            cell(page, result(row));
            cell(page, time(row.nextDue()));
            cell(page, Long.toString(row.events()));
            page.append("</tr>\n");
        }
        page.append("</tbody></table>\n");
        if (rows.isEmpty()) {
            page.append("<p>Nothing is watched yet.</p>\n");
        } else if (rows.size() > MAX_MONITORS) {
            page.append("<p>… and ").append(rows.size() - MAX_MONITORS).append(" more.</p>\n");
        }
    }

    /** Left out where nothing was ever owed: most have only alerts that may be dropped. */
    private void appendOutbox(StringBuilder page) throws InterruptedException {
        Map<DeliveryState, Long> counts = desk.counts();
        if (counts.values().stream().allMatch(count -> count == 0)) {
            return;
        }
        page.append("<h2>Guaranteed deliveries</h2>\n<p>");
        for (DeliveryState state : DeliveryState.values()) {
            page.append(state.wireName().replace('_', ' ')).append(' ');
            page.append(counts.getOrDefault(state, 0L)).append(" · ");
        }
        page.setLength(page.length() - " · ".length());
        page.append("</p>\n");
        if (counts.getOrDefault(DeliveryState.FAILED, 0L) > 0) {
            appendDeadLetters(page);
        }
    }

    private void appendDeadLetters(StringBuilder page) throws InterruptedException {
        List<DeliveryRow> rows;
        try {
            rows = desk.list(DEAD, MAX_DEAD_LETTERS, 0).rows();
        } catch (IOException e) {
            page.append("<p class=\"bad\">The dead letters cannot be read: ")
                    .append(escape(String.valueOf(e.getMessage())))
                    .append("</p>\n");
            return;
        }
        page.append("<table><thead><tr><th>dead letter<th>destination<th>since<th>type")
                .append("<th>entity<th>reason</tr></thead><tbody>\n");
        rows.forEach(row -> appendDeadLetter(page, row));
        page.append("</tbody></table>\n");
    }

    private static void appendDeadLetter(StringBuilder page, DeliveryRow row) {
        page.append("<tr>");
        cell(page, Long.toString(row.id()));
        cell(page, row.destination());
        cell(page, time(row.changedAt()));
        cell(page, row.type());
        cell(page, row.entity());
        cell(page, row.reason() == null ? "" : row.reason());
        page.append("</tr>\n");
    }

    private static void appendEvents(StringBuilder page, List<StatusSource.EventRow> rows) {
        page.append("<h2>Latest events</h2>\n");
        if (rows.isEmpty()) {
            page.append("<p>None so far.</p>\n");
            return;
        }
        page.append("<table><thead><tr><th>time<th>source<th>type<th>what</tr></thead><tbody>\n");
        for (StatusSource.EventRow row : rows) {
            page.append("<tr>");
            cell(page, time(row.time()));
            cell(page, row.source());
            cell(page, row.type());
            cell(page, row.summary().isEmpty() ? row.subject() : row.summary());
            page.append("</tr>\n");
        }
        page.append("</tbody></table>\n");
    }

    private static void cell(StringBuilder page, String text) {
        page.append("<td>").append(escape(text)).append("</td>");
    }

    private static String stateClass(StatusSource.State state) {
        return switch (state) {
            case UP -> "good";
            case BLIND, DOWN -> "bad";
            case RECOVERING, SUSPECT, UNKNOWN, WAITING, MAINTENANCE, PAUSED -> "other";
        };
    }

    private static String result(StatusSource.MonitorRow row) {
        String result =
                row.trouble() == null ? row.lastResult() : row.lastResult() + ": " + row.trouble();
        if (row.since() != null) {
            return "since " + time(row.since()) + "; " + result;
        }
        return row.blind() == null
                ? result
                : "blind since " + time(row.blind().since()) + "; " + result;
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "–" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Text as text, wherever in HTML it stands. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
