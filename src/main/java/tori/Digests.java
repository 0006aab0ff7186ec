package tori;

import tori.dispatch.LaneSurroundings.Dropped;
import tori.dispatch.LaneSurroundings.Withheld;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Variant;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;

/** Puts into one message what somebody was not told at the time. Any thread. */
final class Digests {

    private static final MonitorId SOURCE = new MonitorId("tori", "digest");

    /** What fits on a screen; Discord cuts at 4,096 characters. */
    private static final int MAX_LINES = 25;

    private static final int MAX_LINE = 140;
    private static final String NO_CHOICE = "Default Title";

    private final Notices notices;
    private final Function<String, ZoneId> zones;

    /**
     * @param zones by whose clock a destination is told the time
     */
    Digests(Notices notices, Function<String, ZoneId> zones) {
        this.notices = notices;
        this.zones = zones;
    }

    /** Whether this is such a message for the destination. */
    static boolean isFor(String destination, Event event) {
        return event.source().equals(SOURCE) && event.subject().equals(destination);
    }

    /** Such as "12 older events were dropped …". */
    Event of(Dropped dropped) {
        List<String> why = new ArrayList<>();
        if (dropped.evicted() > 0) {
            why.add(dropped.evicted() + " for want of room");
        }
        if (dropped.expired() > 0) {
            why.add(dropped.expired() + " as too old");
        }
        String text =
                dropped.events()
                        + (dropped.events() == 1
                                ? " older event was dropped ("
                                : " older events were dropped (")
                        + String.join(", ", why)
                        + "), as more came than may be sent here. The list is in the event log.";
        return notices.of(EventType.NOTICE, SOURCE, dropped.destination(), new Notice(text));
    }

    /** What happened in the quiet hours, the newest first. */
    Event of(Withheld withheld) {
        StringJoiner text = new StringJoiner("\n");
        text.add(heading(withheld));
        int shown = Math.min(MAX_LINES, withheld.newestFirst().size());
        DateTimeFormatter time = clock(withheld);
        for (Event event : withheld.newestFirst().subList(0, shown)) {
            text.add(line(time.format(event.time()), event));
        }
        int rest = withheld.events() - shown;
        if (rest > 0) {
            text.add("… and " + rest + " more, in the event log");
        }
        return notices.of(
                EventType.NOTICE, SOURCE, withheld.destination(), new Notice(text.toString()));
    }

    private String heading(Withheld withheld) {
        DateTimeFormatter time = clock(withheld);
        Map<String, Integer> counts = new TreeMap<>();
        withheld.newestFirst().forEach(event -> counts.merge(word(event), 1, Integer::sum));
        StringJoiner kinds = new StringJoiner(", ");
        counts.forEach((word, count) -> kinds.add(count + " " + word));
        String counted = counts.isEmpty() ? "" : ": " + kinds;
        return "In the quiet hours, "
                + time.format(withheld.from())
                + " to "
                + time.format(withheld.until())
                + ", there "
                + (withheld.events() == 1 ? "was 1 event" : "were " + withheld.events() + " events")
                + counted;
    }

    private DateTimeFormatter clock(Withheld withheld) {
        return DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT)
                .withZone(zones.apply(withheld.destination()));
    }

    private static String line(String time, Event event) {
        String line = time + "  " + word(event) + "  " + event.source() + "  " + subject(event);
        return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE - 1) + "…";
    }

    private static String word(Event event) {
        return event.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String subject(Event event) {
        if (!(event.data() instanceof CatalogData data)) {
            return event.subject();
        }
        String title = data.product().title();
        StringJoiner words = new StringJoiner(" · ");
        words.add(title == null ? event.subject() : title);
        Variant variant = data.variant();
        if (variant != null) {
            if (variant.title() != null && !variant.title().equals(NO_CHOICE)) {
                words.add(variant.title());
            }
            if (variant.price() != null) {
                words.add(variant.price());
            }
        }
        return words.toString();
    }
}
