package tori.discord;

import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The events that one embed tells of: one event, or what befell several variants of one product.
 * Immutable.
 *
 * @param events newest first, each subject once
 */
record Telling(List<Event> events) {

    Telling {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to tell");
        }
    }

    /** Puts together what is told together, in the order of what comes first. */
    static List<Telling> of(List<Event> events) {
        List<List<Event>> groups = new ArrayList<>();
        for (Event event : events) {
            List<Event> group = null;
            for (List<Event> each : groups) {
                if (isTogether(each.getFirst(), event)) {
                    group = each;
                    break;
                }
            }
            if (group == null) {
                group = new ArrayList<>();
                groups.add(group);
            }
            group.add(event);
        }
        return groups.stream().map(Telling::latest).toList();
    }

    /** What was told of a variant before is overtaken by what is told of it now. */
    private static Telling latest(List<Event> newestFirst) {
        Set<String> subjects = new HashSet<>();
        return new Telling(
                newestFirst.stream().filter(event -> subjects.add(event.subject())).toList());
    }

    /** Whether one monitor saw the same happen to two variants of one product. */
    static boolean isTogether(Event one, Event other) {
        return one.type() == other.type()
                && one.data() instanceof CatalogData first
                && other.data() instanceof CatalogData second
                && first.variant() != null
                && second.variant() != null
                && first.product().id() == second.product().id()
                && one.source().equals(other.source())
                && (one.type() != EventType.PRICE_CHANGED || direction(first) == direction(second));
    }

    /** Which way the price went: below zero for down; 0 also if that is not known. */
    static int direction(CatalogData data) {
        if (data.variant() == null || data.before() == null) {
            return 0;
        }
        BigDecimal now = Prices.number(data.variant().price());
        BigDecimal was = Prices.number(data.before().price());
        return now == null || was == null ? 0 : now.compareTo(was);
    }

    /** The newest. */
    Event first() {
        return events.getFirst();
    }

    boolean isSingle() {
        return events.size() == 1;
    }
}
