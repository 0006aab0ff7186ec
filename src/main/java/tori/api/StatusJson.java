package tori.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import tori.api.StatusSource.Blind;
import tori.api.StatusSource.MonitorRow;
import tori.api.StatusSource.State;
import tori.model.MonitorId;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How monitors are doing as JSON, as the API and the command show it; times in UTC. Any thread. */
public final class StatusJson {

    private StatusJson() {}

    /** {@code {"counts":{…},"monitors":[…],"total":n}} in a line. */
    public static String report(StatusReport report) {
        try {
            return DeliveryJson.JSON.writeValueAsString(data(report));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings, numbers and maps can always be written", e);
        }
    }

    static Map<String, Object> data(StatusReport report) {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (State state : State.values()) {
            counts.put(state.word(), report.counts().getOrDefault(state, 0));
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("counts", counts);
        data.put("monitors", report.rows().stream().map(StatusJson::row).toList());
        data.put("total", report.total());
        return data;
    }

    static Map<String, Object> row(MonitorRow row) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("site", row.monitor().site());
        data.put("monitor", row.monitor().monitor());
        data.put("state", row.state().word());
        data.put("since", time(row.since()));
        data.put("last_good", time(row.lastGood()));
        data.put("last_change", time(row.lastChange()));
        data.put("next_poll", time(row.nextDue()));
        data.put("lag_ms", row.lag().toMillis());
        data.put("last_result", row.lastResult());
        data.put("trouble", row.trouble());
        data.put("consecutive_failures", row.failures());
        data.put("blind", blind(row.blind()));
        data.put("events", row.events());
        return data;
    }

    private static @Nullable Map<String, Object> blind(@Nullable Blind blind) {
        if (blind == null) {
            return null;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("since", time(blind.since()));
        data.put("cause", blind.cause());
        data.put("detail", blind.detail());
        return data;
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /** What {@link #data} wrote. */
    static StatusReport read(JsonNode data) throws IOException {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        for (State state : State.values()) {
            int count = data.path("counts").path(state.word()).asInt();
            if (count > 0) {
                counts.put(state, count);
            }
        }
        JsonNode monitors = data.path("monitors");
        if (!monitors.isArray() || !data.path("total").isInt()) {
            throw new IOException("there are no monitors in it");
        }
        List<MonitorRow> rows = new ArrayList<>();
        for (JsonNode monitor : monitors) {
            rows.add(readRow(monitor));
        }
        return new StatusReport(counts, rows, data.path("total").asInt());
    }

    private static MonitorRow readRow(JsonNode row) throws IOException {
        State state = State.ofWord(row.path("state").asText());
        if (state == null) {
            throw new IOException("a state is not known");
        }
        JsonNode blind = row.path("blind");
        return new MonitorRow(
                new MonitorId(row.path("site").asText(), row.path("monitor").asText()),
                state,
                readTime(row.path("since")),
                readTime(row.path("last_good")),
                readTime(row.path("last_change")),
                readTime(row.path("next_poll")),
                Duration.ofMillis(row.path("lag_ms").asLong()),
                row.path("last_result").asText(),
                row.path("trouble").textValue(),
                row.path("consecutive_failures").asInt(),
                blind.isObject() ? readBlind(blind) : null,
                row.path("events").asLong());
    }

    private static Blind readBlind(JsonNode blind) throws IOException {
        Instant since = readTime(blind.path("since"));
        if (since == null) {
            throw new IOException("a time is missing");
        }
        return new Blind(since, blind.path("cause").asText(), blind.path("detail").asText());
    }

    private static @Nullable Instant readTime(JsonNode time) throws IOException {
        if (!time.isTextual()) {
            return null;
        }
        try {
            return Instant.parse(time.textValue());
        } catch (DateTimeException e) {
            throw new IOException("a time is none", e);
        }
    }
}
