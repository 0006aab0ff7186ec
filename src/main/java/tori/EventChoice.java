package tori;

import tori.config.EventWord;
import tori.config.RouteConfig;
import tori.config.SelectionConfig;
import tori.model.CatalogData;
import tori.model.Event;
import tori.shopify.EventFilter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which of a monitor's events one destination is told. Immutable; any thread. */
final class EventChoice {

    private record Part(Set<EventWord> events, EventFilter filter) {

        boolean wants(Event event) {
            return isSelected(event)
                    && (!(event.data() instanceof CatalogData data) || filter.passes(data));
        }

        private boolean isSelected(Event event) {
            return events.isEmpty()
                    || events.stream()
                            .anyMatch(word -> word.selects(event.type(), direction(event)));
        }
    }

    /** Empty for everything. */
    private final List<Part> any;

    EventChoice(RouteConfig route) {
        List<Part> parts = new ArrayList<>();
        for (SelectionConfig selection : route.selections()) {
            parts.add(new Part(selection.events(), new EventFilter(selection.match())));
        }
        this.any = List.copyOf(parts);
    }

    boolean wants(Event event) {
        return any.isEmpty() || any.stream().anyMatch(part -> part.wants(event));
    }

    /** Negative for a price that fell, positive for one that rose, 0 where that is not known. */
    private static int direction(Event event) {
        if (!(event.data() instanceof CatalogData data)
                || data.variant() == null
                || data.before() == null) {
            return 0;
        }
        String now = data.variant().price();
        String before = data.before().price();
        return now == null || before == null
                ? 0
                : new BigDecimal(now).compareTo(new BigDecimal(before));
    }
}
