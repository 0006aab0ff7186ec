package tori.cli;

import org.jspecify.annotations.Nullable;

import tori.api.EventStory;
import tori.delivery.Attempt;
import tori.delivery.DeliveryDetail;
import tori.model.Before;
import tori.model.Blindness;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.IncidentReport;
import tori.model.Notice;
import tori.model.PriceText;
import tori.model.StoreAccess;
import tori.model.Variant;
import tori.wire.EventJson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of one event, for people. Stateless, any thread. */
final class EventSheet {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private EventSheet() {}

    /**
     * The lines.
     *
     * @param zone whose local time is shown
     */
    static List<String> lines(EventStory story, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        lines.add("event        " + story.id());
        describe(lines, story, zone);
        Instant seen = seen(story);
        Map<String, List<EventStory.Step>> ways = new LinkedHashMap<>();
        for (EventStory.Step step : story.steps()) {
            if (!step.destination().isEmpty()) {
                ways.computeIfAbsent(step.destination(), _ -> new ArrayList<>()).add(step);
            }
        }
        for (DeliveryDetail delivery : story.deliveries()) {
            ways.computeIfAbsent(delivery.row().destination(), _ -> new ArrayList<>());
        }
        lines.add("");
        ways.forEach((destination, steps) -> {
            lines.add(TerminalText.escape(destination));
            steps.forEach(step -> lines.add(line(step, seen, zone)));
            boolean waits = !steps.isEmpty() && isUnderWay(steps.getLast().what());
            if (waits) {
                lines.add(
                        "    it waits, or made room before anybody saw it: look at"
                                + " tori_evicted_total");
            }
            deliveries(lines, story, destination, zone);
        });
        if (ways.isEmpty()) {
            lines.add(nothing(story));
        }
        return lines;
    }

    private static String nothing(EventStory story) {
        if (!story.live()) {
            return "tori does not run: what became of it on the freshest lane is not known any"
                    + " more, and nothing was owed about it";
        }
        return story.steps().isEmpty()
                ? "what became of it is not remembered any more: tori was restarted since, or too"
                        + " much has happened"
                : "nobody was told: the monitor has no destination in 'notify'";
    }

    private static Instant seen(EventStory story) {
        return story.steps().isEmpty() ? Instant.EPOCH : story.steps().getFirst().time();
    }

    // ---- the event ----

    private static void describe(List<String> lines, EventStory story, ZoneId zone) {
        if (story.event().isEmpty()) {
            lines.add("             not in the event log (yet)");
            return;
        }
        Event event;
        try {
            event = EventJson.decode(story.event().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            lines.add("             in the event log, in a form that this tori cannot read");
            return;
        }
        add(lines, "type         ", event.type().wireName());
        add(lines, "raised by    ", event.source() + ", change " + event.sequence() + " of it");
        lines.add("at           " + DATE.format(event.time().atZone(zone)));
        switch (event.data()) {
            case CatalogData data -> catalogue(lines, data);
            case StoreAccess access -> {
                add(lines, "store        ", access.url());
                lines.add("compared     " + (access.locked() ? "open → locked" : "locked → open"));
            }
            case Blindness blindness -> {
                add(lines, "cause        ", blindness.detail());
                lines.add("since        " + DATE.format(blindness.since().atZone(zone)));
            }
            case IncidentReport incident -> {
                add(lines, "cause        ", incident.detail());
                lines.add("since        " + DATE.format(incident.since().atZone(zone)));
            }
            case Notice notice -> add(lines, "text         ", notice.text());
        }
    }

    private static void catalogue(List<String> lines, CatalogData data) {
        String title = data.product().title();
        Variant variant = data.variant();
        add(
                lines,
                "about        ",
                (title == null ? "product " + data.product().id() : title)
                        + (variant == null || variant.title() == null
                                ? ""
                                : " · " + variant.title()));
        Before before = data.before();
        if (variant != null) {
            String was =
                    before == null
                            ? "not known"
                            : state(before.available(), before.price(), variant.currency());
            add(
                    lines,
                    "compared     ",
                    was + " → " + state(variant.available(), variant.price(), variant.currency()));
        }
    }

    private static String state(
            @Nullable Boolean available, @Nullable String price, @Nullable String currency) {
        String stock = available == null ? "stock unknown" : available ? "available" : "sold out";
        return price == null ? stock : stock + " at " + PriceText.of(price, currency);
    }

    // ---- its ways ----

    private static boolean isUnderWay(String what) {
        return what.equals("queued") || what.equals("throttled") || what.equals("split");
    }

    private static String line(EventStory.Step step, Instant seen, ZoneId zone) {
        String after =
                seen.equals(Instant.EPOCH)
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "  %+10.1f ms",
                                Duration.between(seen, step.time()).toNanos() / 1e6);
        return "    "
                + TIME.format(step.time().atZone(zone))
                + after
                + "  "
                + TerminalText.escape(words(step));
    }

    private static String words(EventStory.Step step) {
        String detail = step.words() == null ? "" : ": " + step.words();
        return switch (step.what()) {
            case "queued" -> "queued" + (step.words() == null ? "" : ", " + step.words());
            case "owed" -> "written down, to arrive for certain";
            case "not_wanted" -> "not told: the events or match of its notify leave it out";
            case "stood_in" -> "given to another destination, as this one takes nothing";
            case "held_back" -> "held back: these are its quiet hours";
            case "muted" -> "not told: these are its quiet hours, and it has no digest";
            case "digested" -> "told in the digest after the quiet hours";
            case "sending" ->
                    "sent in request "
                            + step.request()
                            + (step.events() == 1
                                    ? ", alone"
                                    : ", together with " + (step.events() - 1) + " more")
                            + (step.words() == null ? "" : "; waited for " + step.words());
            case "delivered" -> "arrived";
            case "repeated" -> "arrived, perhaps twice";
            case "throttled" -> "the destination asked to wait";
            case "failed" -> "the attempt failed" + detail;
            case "split" -> "refused together with others, tried with fewer" + detail;
            case "refused" -> "refused for good" + detail;
            case "gone" -> "the destination is gone" + detail;
            case "evicted" -> "dropped: made room for a newer one (queue)";
            case "expired" -> "dropped: too old (max_age)";
            case "cancelled" ->
                    "cancelled by its opposite" + (step.other() == null ? "" : " " + step.other());
            case "abandoned" -> "given up" + detail;
            default -> step.what() + detail;
        };
    }

    private static void deliveries(
            List<String> lines, EventStory story, String destination, ZoneId zone) {
        for (DeliveryDetail delivery : story.deliveries()) {
            if (!delivery.row().destination().equals(destination)) {
                continue;
            }
            add(
                    lines,
                    "    ",
                    "delivery "
                            + delivery.row().id()
                            + " is "
                            + (delivery.row().discarded()
                                    ? "discarded"
                                    : delivery.row().state().wireName())
                            + (delivery.row().reason() == null
                                    ? ""
                                    : ": " + delivery.row().reason()));
            for (Attempt attempt : delivery.attempts()) {
                add(
                        lines,
                        "      ",
                        TIME.format(attempt.startedAt().atZone(zone))
                                + "  took "
                                + Duration.between(attempt.startedAt(), attempt.endedAt())
                                        .toMillis()
                                + " ms  "
                                + attempt.outcome().wireName()
                                + (attempt.via().equals(destination)
                                        ? ""
                                        : ", by way of " + attempt.via())
                                + (attempt.detail().isEmpty() ? "" : ": " + attempt.detail()));
            }
        }
    }

    private static void add(List<String> lines, String name, String text) {
        lines.add(name + TerminalText.escape(text));
    }
}
