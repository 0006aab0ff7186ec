package tori.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a load has shown; immutable.
 *
 * @param order what was asked for
 * @param took how long changes and their alerts took together
 * @param changing how long changes were made, and polls and the processor counted
 * @param count what became of the changes
 * @param untilServed from a change to the last byte of the page that shows it: the wait for the
 *     next poll
 * @param untilTold from that byte to the first byte of the alert: tori's own part
 * @param changeToTold both together, from when the change was due
 * @param floor two bare hops over loopback, measured at the same time
 * @param inside what tori noted itself, stage by stage, each from the last byte of the page; empty
 *     if not asked for
 * @param surroundings on what this was measured
 * @param notMade changes that were due, but could not be made in time
 * @param dropped what tori says that it did not send
 * @param polls pages asked for while changes were made
 * @param cpu what tori used of the processors meanwhile
 */
public record HttpLoadResult(
        HttpLoadOrder order,
        Duration took,
        Duration changing,
        ChangeBook.Count count,
        Latency untilServed,
        Latency untilTold,
        Latency changeToTold,
        Latency floor,
        Map<String, Latency> inside,
        Surroundings surroundings,
        long notMade,
        Dropped dropped,
        long polls,
        Duration cpu) {

    public HttpLoadResult {
        inside = Collections.unmodifiableMap(new LinkedHashMap<>(inside));
    }

    /** Whether every change was told, superseded, or dropped and counted. */
    public boolean isComplete() {
        return dropped.lost(count.owed()) == 0 && count.unexpected() == 0;
    }

    /** For people. */
    public String table() {
        StringBuilder table = new StringBuilder();
        line(table, "stores", order.stores() + " of " + order.products() + " products");
        line(table, "polls", polls + ", " + rate(polls));
        line(
                table,
                "changes",
                count.changes() + ", " + rate(count.changes()) + "; not made " + notMade);
        line(
                table,
                "told",
                count.told()
                        + "; superseded "
                        + count.superseded()
                        + ", owed "
                        + count.owed()
                        + ", stale "
                        + count.stale()
                        + ", told again "
                        + count.repeated()
                        + ", unexpected "
                        + count.unexpected());
        line(table, "dropped", dropped.words(count.owed()));
        line(table, "change → page", words(untilServed));
        line(table, "page → alert", words(untilTold));
        line(table, "change → alert", words(changeToTold));
        line(table, "bare hops", words(floor));
        inside.forEach((stage, latency) -> line(table, stage, words(latency)));
        line(
                table,
                "processor",
                String.format(
                        Locale.ROOT,
                        "%.1f %% of one, %.0f µs a poll",
                        100.0 * cpu.toNanos() / changing.toNanos(),
                        polls == 0 ? 0 : cpu.toNanos() / 1e3 / polls));
        return table.toString();
    }

    private String rate(long number) {
        return String.format(Locale.ROOT, "%.1f a second", Report.rate(number, changing));
    }

    private static void line(StringBuilder table, String name, String value) {
        table.append(String.format(Locale.ROOT, "%-14s %s%n", name, value));
    }

    private static String words(Latency latency) {
        if (latency.count() == 0) {
            return Report.NONE;
        }
        return "p50 "
                + words(latency.p50())
                + ", p90 "
                + words(latency.p90())
                + ", p99 "
                + words(latency.p99())
                + ", p99.9 "
                + words(latency.p999())
                + ", max "
                + words(latency.max());
    }

    static String words(long nanos) {
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.0f µs", nanos / 1e3);
        }
        return nanos < 1_000_000_000
                ? String.format(Locale.ROOT, "%.2f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }

    /** For programs. */
    public String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("stores", order.stores());
        json.put("products", order.products());
        json.put("encoding", order.encoding().toString());
        json.put("changes_per_second", order.changesPerSecond());
        json.put("warm_up_ms", order.warmUp().toMillis());
        json.put("warm_up_changes_per_second", order.warmUpChangesPerSecond());
        json.put("interval_ms", order.interval().toMillis());
        json.put("duration_ms", order.duration().toMillis());
        json.put("took_ms", took.toMillis());
        json.put("changing_ms", changing.toMillis());
        json.put("polls", polls);
        json.put("changes", count.changes());
        json.put("not_made", notMade);
        json.put("told", count.told());
        json.put("superseded", count.superseded());
        json.put("owed", count.owed());
        json.put("lost", dropped.lost(count.owed()));
        json.put("stale", count.stale());
        json.put("told_again", count.repeated());
        json.put("unexpected", count.unexpected());
        json.put("cpu_ms", cpu.toMillis());
        dropped.put(json.putObject("dropped"));
        put(json.putObject("change_to_page_ns"), untilServed);
        put(json.putObject("page_to_alert_ns"), untilTold);
        put(json.putObject("change_to_alert_ns"), changeToTold);
        put(json.putObject("floor_ns"), floor);
        ObjectNode stages = json.putObject("inside_ns");
        inside.forEach((stage, latency) -> put(stages.putObject(stage), latency));
        surroundings.put(json);
        return json.toPrettyString();
    }

    private static void put(ObjectNode json, Latency latency) {
        json.put("count", latency.count());
        json.put("p50", latency.p50());
        json.put("p75", latency.p75());
        json.put("p90", latency.p90());
        json.put("p95", latency.p95());
        json.put("p99", latency.p99());
        json.put("p999", latency.p999());
        json.put("p9999", latency.p9999());
        json.put("max", latency.max());
    }
}
