package tori.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;

/**
 * What {@code load discord} has shown; immutable.
 *
 * @param order what was asked for
 * @param surroundings machine, Java, options, command
 * @param took how long changes and their alerts took together
 * @param changing how long changes were made, and polls and the processor counted
 * @param alerts what became of the changes
 * @param answers how the look-alike answered
 * @param notices what became of the guaranteed notices
 * @param polls how often stores were asked
 * @param dropped what tori says that it did not send
 * @param cpu what tori used of the processors meanwhile
 */
public record DiscordLoadResult(
        DiscordLoadOrder order,
        Surroundings surroundings,
        Duration took,
        Duration changing,
        AlertBook.Count alerts,
        DiscordAnswers.Count answers,
        NoticeBook.Count notices,
        Latencies latencies,
        Polls polls,
        Dropped dropped,
        Duration cpu) {

    /**
     * Percentiles.
     *
     * @param served from a change to the page that shows it
     * @param told from the last byte of that page to the first of the message that was taken
     * @param accepted from the instant a notice was due to the answer that it is on the disk
     * @param received from the same instant to the first byte of its first attempt
     */
    record Latencies(Latency served, Latency told, Latency accepted, Latency received) {}

    /** First pages asked for, and how many of them were answered 304. */
    record Polls(long all, long unchanged) {}

    /** What is owed and cannot be explained by what tori says it dropped. */
    long lost() {
        return dropped.lost(alerts.owed());
    }

    /** Changes and notices that were due, but could not be made in time. */
    long notMade() {
        return OpenLoop.due(order.changesPerSecond(), order.duration())
                - alerts.changes()
                + OpenLoop.due(order.noticesPerSecond(), order.duration())
                - notices.pushed();
    }

    /** Whether everything was told, replaced or dropped and counted, and the limits were kept. */
    public boolean isComplete() {
        return lost() == 0
                && alerts.unexpected() == 0
                && answers.avoidable() == 0
                && notices.refused() == 0
                && notices.open() == 0;
    }

    /** For people. */
    public String table() {
        StringBuilder table = new StringBuilder();
        Report.line(
                table,
                "stores, webhooks",
                "%d of %d products, %d"
                        .formatted(order.stores(), order.products(), order.webhooks()));
        Report.line(
                table,
                "polls",
                Report.perSecond(polls.all, changing) + "; unchanged (304) " + polls.unchanged);
        Report.line(
                table,
                "changes",
                Report.perSecond(alerts.changes(), changing) + "; not made " + notMade());
        Report.line(
                table,
                "told",
                "%d in %d messages; superseded %d, owed %d, stale %d, again %d, unexpected %d"
                        .formatted(
                                alerts.told(),
                                alerts.messages(),
                                alerts.superseded(),
                                alerts.owed(),
                                alerts.stale(),
                                alerts.repeated(),
                                alerts.unexpected()));
        Report.line(table, "dropped, says tori", dropped.words(alerts.owed()));
        Report.line(
                table,
                "not newest first",
                "%d of %d messages".formatted(alerts.older(), alerts.messages()));
        Report.line(
                table,
                "answers",
                "%d; 429 avoidable %d, planned %d, under way %d; 500 %d"
                        .formatted(
                                answers.requests(),
                                answers.avoidable(),
                                answers.planned(),
                                answers.unheard(),
                                answers.errors()));
        Report.line(table, "change → page", Report.percentiles(latencies.served));
        Report.line(table, "page → alert", Report.percentiles(latencies.told));
        if (notices.pushed() > 0) {
            EventLoadResult.lines(table, notices, latencies.accepted, latencies.received);
        }
        Report.line(table, "processor", Report.processor(cpu, changing));
        return table.toString();
    }

    /** For programs. */
    public String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("load", "discord");
        surroundings.put(json);
        json.put("stores", order.stores());
        json.put("products", order.products());
        json.put("webhooks", order.webhooks());
        json.put("changes_per_second", order.changesPerSecond());
        json.put("notices_per_second", order.noticesPerSecond());
        json.put("interval_ms", order.interval().toMillis());
        json.put("duration_ms", order.duration().toMillis());
        json.put("max_age_ms", order.maxAge().toMillis());
        json.put("took_ms", took.toMillis());
        json.put("changing_ms", changing.toMillis());
        json.put("cpu_ms", cpu.toMillis());
        json.put("polls", polls.all);
        json.put("unchanged", polls.unchanged);
        json.put("changes", alerts.changes());
        json.put("not_made", notMade());
        json.put("told", alerts.told());
        json.put("messages", alerts.messages());
        json.put("superseded", alerts.superseded());
        json.put("owed", alerts.owed());
        json.put("lost", lost());
        json.put("stale", alerts.stale());
        json.put("told_again", alerts.repeated());
        json.put("unexpected", alerts.unexpected());
        json.put("messages_not_newest_first", alerts.older());
        dropped.put(json.putObject("dropped"));
        ObjectNode discord = json.putObject("answers");
        discord.put("requests", answers.requests());
        discord.put("429_avoidable", answers.avoidable());
        discord.put("edits", answers.edits());
        discord.put("429_planned", answers.planned());
        discord.put("429_under_way", answers.unheard());
        discord.put("500", answers.errors());
        Report.put(json.putObject("change_to_page_ns"), latencies.served);
        Report.put(json.putObject("page_to_alert_ns"), latencies.told);
        if (notices.pushed() > 0) {
            EventLoadResult.put(
                    json.putObject("notices"), notices, latencies.accepted, latencies.received);
        }
        return json.toPrettyString();
    }
}
