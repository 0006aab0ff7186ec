package tori.api;

import tori.delivery.DeliveryState;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers what the destinations do, for programs on this machine as the deliveries are. Called on
 * requests' threads; does not block.
 */
final class DestinationPages {

    static final String PATH = "/api/v1/destinations";

    private final DestinationDesk destinations;
    private final FrontDesk desk;

    DestinationPages(DestinationDesk destinations, FrontDesk desk) {
        this.destinations = destinations;
        this.desk = desk;
    }

    void addTo(Router router) {
        router.get(Audience.OVERSEERS, PATH, this::list);
    }

    private void list(Exchange exchange) {
        List<Map<String, Object>> rows =
                destinations.rows().stream().map(DestinationPages::row).toList();
        Map<DeliveryState, Long> counts = desk.counts();
        Map<String, Object> owed = new LinkedHashMap<>();
        for (DeliveryState state : DeliveryState.values()) {
            owed.put(state.wireName(), counts.getOrDefault(state, 0L));
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("destinations", rows);
        data.put("deliveries", owed);
        exchange.succeed(rows.size() + (rows.size() == 1 ? " destination" : " destinations"), data);
    }

    private static Map<String, Object> window(DestinationDesk.Window window) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("limit", window.rate().limit());
        data.put("per", BigDecimal.valueOf(window.rate().per().toMillis(), 3));
        data.put("sent", window.sent());
        return data;
    }

    private static Map<String, Object> row(DestinationDesk.Row row) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", row.name());
        data.put("type", row.type());
        data.put("delivery", row.mode());
        data.put("limits", row.limits().stream().map(DestinationPages::window).toList());
        data.put("queue", row.queue());
        data.put("waiting", row.waiting());
        data.put("max_age", BigDecimal.valueOf(row.maxAge().toMillis(), 3));
        data.put("owed", row.owed());
        data.put("condition", row.condition());
        data.put("since", row.since() == null ? null : row.since().toString());
        data.put("reason", row.reason().isEmpty() ? null : row.reason());
        data.put("retry_at", row.retryAt() == null ? null : row.retryAt().toString());
        data.put("failover", row.failover());
        return data;
    }
}
