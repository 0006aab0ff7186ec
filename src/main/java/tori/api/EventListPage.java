package tori.api;

import com.fasterxml.jackson.databind.JsonNode;

import tori.model.Event;
import tori.wire.EventJson;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers what has happened last. Called on requests' threads; does not block. */
final class EventListPage {

    /** As many as are remembered; older ones are in the event log. */
    static final int MAX_PAGE = 100;

    private static final int DEFAULT_PAGE = 50;

    private final EventFeed events;

    EventListPage(EventFeed events) {
        this.events = events;
    }

    void addTo(Router router) {
        router.get(Audience.READERS, EventPages.ROOT, this::list);
    }

    private void list(Exchange exchange) throws BadRequestException, IOException {
        int limit = DeliveryRequests.number(exchange, "limit", DEFAULT_PAGE, 1, MAX_PAGE);
        String site = exchange.parameter("site");
        String type = exchange.parameter("type");
        Caller caller = Viewer.of(exchange);
        if (caller == null) {
            return;
        }
        List<JsonNode> found = new ArrayList<>();
        for (Event event : events.newest(MAX_PAGE)) {
            boolean wanted =
                    Viewer.sees(caller, event)
                            && (site == null || site.equals(event.source().site()))
                            && (type == null || type.equals(event.type().wireName()));
            if (wanted && found.size() < limit) {
                found.add(DeliveryJson.JSON.readTree(EventJson.encode(event)));
            }
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("events", found);
        data.put("limit", limit);
        exchange.succeed(found.size() + (found.size() == 1 ? " event" : " events"), data);
    }
}
