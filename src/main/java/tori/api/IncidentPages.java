package tori.api;

import org.jspecify.annotations.Nullable;

import tori.incident.IncidentStore.Scope;
import tori.incident.IncidentStore.Selection;
import tori.model.Incident;
import tori.model.Telling;
import tori.model.Transition;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Answers what is asked about incidents. Called on requests' threads, which wait for the disk. */
final class IncidentPages {

    private static final String ROOT = "/api/v1/incidents";
    private static final int DEFAULT_PAGE = 50;

    private final IncidentDesk desk;
    private final InstantSource wall;

    /**
     * @param wall says how long open incidents have lasted
     */
    IncidentPages(IncidentDesk desk, InstantSource wall) {
        this.desk = desk;
        this.wall = wall;
    }

    void addTo(Router router) {
        router.get(Audience.READERS, ROOT, asking(this::list))
                .get(Audience.READERS, ROOT + "/{uuid}", asking(this::show))
                .post(Audience.OPERATOR, ROOT + "/{uuid}/acknowledge", this::acknowledge);
    }

    /** Something the store cannot do now has a sentence to say; it is no bug of the request. */
    static Router.Handler asking(Router.Handler handler) {
        return exchange -> {
            try {
                handler.handle(exchange);
            } catch (IOException e) {
                exchange.fail(503, ErrorKind.INTERNAL, String.valueOf(e.getMessage()));
            }
        };
    }

    private void list(Exchange exchange) throws Exception {
        Selection selection = selection(exchange.parameter("state"));
        int limit =
                DeliveryRequests.number(exchange, "limit", DEFAULT_PAGE, 1, IncidentDesk.MAX_PAGE);
        int offset = DeliveryRequests.number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
        IncidentDesk.Page page = page(exchange, selection, limit, offset);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("incidents", page.rows().stream().map(this::row).toList());
        data.put("total", page.total());
        data.put("limit", limit);
        data.put("offset", offset);
        exchange.succeed(page.total() + (page.total() == 1 ? " incident" : " incidents"), data);
    }

    private IncidentDesk.Page page(Exchange exchange, Selection selection, int limit, int offset)
            throws BadRequestException, IOException, InterruptedException {
        String site = exchange.parameter("site");
        String monitor = exchange.parameter("monitor");
        if (site == null && monitor != null) {
            throw new BadRequestException("monitor needs the site it is of");
        }
        Caller caller = exchange.caller();
        if (exchange.maySeeAll() || caller == null) {
            return site == null
                    ? desk.list(selection, limit, offset)
                    : desk.list(new Scope(site, monitor, null), selection, limit, offset);
        }
        return site == null || site.equals(caller.name())
                ? desk.list(new Scope(caller.name(), monitor, null), selection, limit, offset)
                : new IncidentDesk.Page(List.of(), 0);
    }

    private static Selection selection(@Nullable String state) throws BadRequestException {
        return switch (state) {
            case null -> Selection.ALL;
            case "open" -> Selection.OPEN;
            case "closed" -> Selection.CLOSED;
            default -> throw new BadRequestException("state is open or closed");
        };
    }

    private void show(Exchange exchange) throws Exception {
        UUID id = exchange.pathUuid();
        IncidentDesk.Detail detail = desk.detail(id);
        if (detail == null || !exchange.maySee(detail.incident().monitor().site())) {
            exchange.fail(404, ErrorKind.NOT_FOUND, "there is no such incident");
            return;
        }
        Map<String, Object> data = row(detail.incident());
        data.put("timeline", detail.timeline().stream().map(IncidentPages::transition).toList());
        exchange.succeed("incident " + id, data);
    }

    private void acknowledge(Exchange exchange) throws BadRequestException {
        exchange.requireNoForm();
        Incident open = desk.acknowledge(exchange.pathUuid());
        if (open == null) {
            exchange.fail(404, ErrorKind.NOT_FOUND, "no such incident is open");
            return;
        }
        exchange.succeed("nobody is reminded of it any more", row(open));
    }

    private Map<String, Object> row(Incident incident) {
        Telling telling = incident.telling();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", incident.id().toString());
        data.put("site", incident.monitor().site());
        data.put("monitor", incident.monitor().monitor());
        data.put("state", incident.closedAt() == null ? "open" : "closed");
        data.put("cause", incident.cause());
        data.put("detail", incident.detail());
        data.put("since", time(incident.since()));
        data.put("opened_at", time(incident.openedAt()));
        data.put("closed_at", time(incident.closedAt()));
        data.put("duration", BigDecimal.valueOf(incident.lasted(wall.instant()).toMillis(), 3));
        data.put("told", telling.isHeard());
        data.put("held_by", telling.heldBy());
        data.put("reminders", telling.reminders());
        data.put("acknowledged_at", time(telling.acknowledgedAt()));
        return data;
    }

    private static Map<String, Object> transition(Transition transition) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("time", time(transition.at()));
        data.put("from", transition.from().word());
        data.put("to", transition.to().word());
        data.put("cause", transition.cause().isEmpty() ? null : transition.cause());
        data.put("detail", transition.detail().isEmpty() ? null : transition.detail());
        return data;
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
