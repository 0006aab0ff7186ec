package tori.api;

import com.fasterxml.jackson.core.JsonGenerator;

import org.jspecify.annotations.Nullable;

import tori.api.StatusSource.MonitorRow;
import tori.api.StatusSource.State;
import tori.model.MonitorId;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Answers how all monitors are doing as a table: one array per monitor, times as milliseconds. Ten
 * thousand weigh a megabyte, and a tenth of that compressed, where the list of objects weighs four.
 * Called on requests' threads; does not block.
 */
final class StatusTablePage {

    static final String PATH = "/api/v1/status/table";

    /** What a browser can hold easily, and more than one process polls. */
    static final int MAX_ROWS = 50_000;

    private static final List<String> COLUMNS =
            List.of(
                    "site",
                    "monitor",
                    "type",
                    "state",
                    "since",
                    "next_poll",
                    "lag_ms",
                    "last_good",
                    "last_change",
                    "last_result",
                    "trouble",
                    "consecutive_failures",
                    "events");

    private final StatusSource source;
    private final MonitorKindSource kinds;

    StatusTablePage(StatusSource source, MonitorKindSource kinds) {
        this.source = source;
        this.kinds = kinds;
    }

    void addTo(Router router) {
        router.get(Audience.READERS, PATH, this::answer);
    }

    private void answer(Exchange exchange) throws IOException {
        Caller caller = Viewer.of(exchange);
        if (caller == null) {
            return;
        }
        List<MonitorRow> rows =
                source.monitors().stream()
                        .filter(row -> caller.maySee(row.monitor().site()))
                        .limit(MAX_ROWS)
                        .toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + 128 * rows.size());
        try (JsonGenerator json = DeliveryJson.JSON.getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeBooleanField("success", true);
            json.writeStringField("request_id", exchange.id().toString());
            json.writeStringField(
                    "message", rows.size() + (rows.size() == 1 ? " monitor" : " monitors"));
            json.writeObjectFieldStart("data");
            write(json, rows);
            // Who may look at everything may not therefore change it.
            Caller known = exchange.caller();
            json.writeStringField("name", known == null ? "" : known.name());
            json.writeBooleanField("operator", known != null && known.admin());
            json.writeEndObject();
            json.writeEndObject();
        }
        exchange.sendCompressed("application/json", bytes.toByteArray());
    }

    private void write(JsonGenerator json, List<MonitorRow> rows) throws IOException {
        Map<MonitorId, String> types = kinds.kinds();
        Map<State, Integer> counts = new EnumMap<>(State.class);
        rows.forEach(row -> counts.merge(row.state(), 1, Integer::sum));
        json.writeObjectFieldStart("counts");
        for (State state : State.values()) {
            json.writeNumberField(state.word(), counts.getOrDefault(state, 0));
        }
        json.writeEndObject();
        json.writeNumberField("total", rows.size());
        json.writeArrayFieldStart("columns");
        for (String column : COLUMNS) {
            json.writeString(column);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        for (MonitorRow row : rows) {
            write(json, row, types.getOrDefault(row.monitor(), ""));
        }
        json.writeEndArray();
    }

    /** In the order of {@link #COLUMNS}. */
    private static void write(JsonGenerator json, MonitorRow row, String type) throws IOException {
        json.writeStartArray();
        json.writeString(row.monitor().site());
        json.writeString(row.monitor().monitor());
        json.writeString(type);
        json.writeString(row.state().word());
        write(json, since(row));
        write(json, row.nextDue());
        json.writeNumber(row.lag().toMillis());
        write(json, row.lastGood());
        write(json, row.lastChange());
        json.writeString(row.lastResult());
        json.writeString(row.trouble());
        json.writeNumber(row.failures());
        json.writeNumber(row.events());
        json.writeEndArray();
    }

    private static @Nullable Instant since(MonitorRow row) {
        return row.since() == null && row.blind() != null ? row.blind().since() : row.since();
    }

    private static void write(JsonGenerator json, @Nullable Instant time) throws IOException {
        if (time == null) {
            json.writeNull();
        } else {
            json.writeNumber(time.toEpochMilli());
        }
    }
}
