package tori.api;

import tori.api.StatusSource.State;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers how the monitors are doing. Called on requests' threads. */
final class StatusPages {

    static final String PATH = "/api/v1/status";

    private static final int DEFAULT_PAGE = 50;

    private static final String BY_CONFIGURATION = "config";
    private static final String BY_TROUBLE = "trouble";

    private final StatusSource source;

    StatusPages(StatusSource source) {
        this.source = source;
    }

    void addTo(Router router) {
        router.get(Audience.READERS, PATH, this::list);
    }

    private void list(Exchange exchange) throws BadRequestException {
        StatusQuery query = query(exchange);
        List<StatusSource.MonitorRow> rows = source.monitors();
        if (!exchange.maySeeAll()) {
            rows = rows.stream().filter(row -> exchange.maySee(row.monitor().site())).toList();
        }
        StatusReport report = StatusReport.of(rows, query);
        Map<String, Object> data = StatusJson.data(report);
        data.put("limit", query.limit());
        data.put("offset", query.offset());
        int total = report.total();
        exchange.succeed(total + (total == 1 ? " monitor" : " monitors"), data);
    }

    private static StatusQuery query(Exchange exchange) throws BadRequestException {
        Set<State> states = EnumSet.noneOf(State.class);
        for (String value : exchange.parameters("state")) {
            for (String word : value.split(",", -1)) {
                State state = State.ofWord(word);
                if (state == null) {
                    throw new BadRequestException("state is one of " + words());
                }
                states.add(state);
            }
        }
        String sort = exchange.parameter("sort");
        if (sort != null && !sort.equals(BY_CONFIGURATION) && !sort.equals(BY_TROUBLE)) {
            throw new BadRequestException("sort is " + BY_CONFIGURATION + " or " + BY_TROUBLE);
        }
        return new StatusQuery(
                states,
                exchange.parameter("site"),
                BY_TROUBLE.equals(sort),
                DeliveryRequests.number(exchange, "limit", DEFAULT_PAGE, 1, StatusQuery.MAX_PAGE),
                DeliveryRequests.number(exchange, "offset", 0, 0, Integer.MAX_VALUE));
    }

    private static String words() {
        return Arrays.stream(State.values()).map(State::word).collect(Collectors.joining(", "));
    }

    /** The path that asks for this. */
    static String path(StatusQuery query) {
        StringBuilder path = new StringBuilder(PATH);
        path.append("?limit=").append(query.limit()).append("&offset=").append(query.offset());
        path.append("&sort=").append(query.worstFirst() ? BY_TROUBLE : BY_CONFIGURATION);
        for (State state : query.states()) {
            path.append("&state=").append(state.word());
        }
        if (query.site() != null) {
            path.append("&site=").append(DeliveryClient.encoded(query.site()));
        }
        return path.toString();
    }
}
