package tori.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import tori.delivery.Attempt;
import tori.delivery.DeliveryDetail;
import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;
import tori.delivery.Outcome;
import tori.model.Answer;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Deliveries as JSON, as the API and the commands show them; times in UTC. Any thread. */
public final class DeliveryJson {

    static final ObjectMapper JSON = new ObjectMapper();

    private DeliveryJson() {}

    /** {@code {"deliveries":[…],"total":n}} in a line. */
    public static String page(DeliveryPage page) {
        return text(pageData(page));
    }

    /** The delivery with its event and attempts, in a line. */
    public static String detail(DeliveryDetail detail) {
        return text(detailData(detail));
    }

    private static String text(Map<String, Object> data) {
        try {
            return JSON.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings, numbers and maps can always be written", e);
        }
    }

    static Map<String, Object> pageData(DeliveryPage page) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("deliveries", page.rows().stream().map(DeliveryJson::rowData).toList());
        data.put("total", page.total());
        return data;
    }

    static Map<String, Object> detailData(DeliveryDetail detail) {
        Map<String, Object> data = rowData(detail.row());
        data.put("event", event(detail.event()));
        data.put("attempts", detail.attempts().stream().map(DeliveryJson::attemptData).toList());
        return data;
    }

    /** Null where the event log has it no more. */
    private static @Nullable JsonNode event(String json) {
        try {
            JsonNode event = JSON.readTree(json);
            return event.isObject() ? event : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static Map<String, Object> rowData(DeliveryRow row) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", row.id());
        data.put("destination", row.destination());
        data.put("key", row.key());
        data.put("event_id", row.eventId().toString());
        data.put("type", row.type());
        data.put("source", row.source());
        data.put("subject", row.subject());
        data.put("entity", row.entity());
        data.put("sequence", row.sequence());
        data.put("state", row.state().wireName());
        data.put("failures", row.failures());
        data.put("accepted_at", row.acceptedAt().toString());
        data.put("changed_at", row.changedAt().toString());
        data.put("due_at", row.dueAt() == null ? null : row.dueAt().toString());
        data.put("via", row.via());
        data.put("reason", row.reason());
        data.put("ambiguous", row.ambiguous());
        data.put("discarded", row.discarded());
        return data;
    }

    private static Map<String, Object> attemptData(Attempt attempt) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("started_at", attempt.startedAt().toString());
        data.put("ended_at", attempt.endedAt().toString());
        data.put("via", attempt.via());
        data.put("outcome", attempt.outcome().wireName());
        data.put("detail", attempt.detail());
        int status = attempt.answer().status();
        data.put("status", status == 0 ? null : status);
        data.put("excerpt", attempt.answer().excerpt());
        return data;
    }

    /** What {@link #pageData} wrote. */
    static DeliveryPage readPage(JsonNode data) throws IOException {
        List<DeliveryRow> rows = new ArrayList<>();
        for (JsonNode row : data.path("deliveries")) {
            rows.add(readRow(row));
        }
        return new DeliveryPage(rows, data.path("total").asLong());
    }

    /** What {@link #detailData} wrote. */
    static DeliveryDetail readDetail(JsonNode data) throws IOException {
        List<Attempt> attempts = new ArrayList<>();
        for (JsonNode attempt : data.path("attempts")) {
            attempts.add(readAttempt(attempt));
        }
        JsonNode event = data.path("event");
        return new DeliveryDetail(
                readRow(data), event.isObject() ? event.toString() : "", attempts);
    }

    private static DeliveryRow readRow(JsonNode row) throws IOException {
        DeliveryState state = DeliveryState.ofWireName(row.path("state").asText());
        if (state == null) {
            throw new IOException("no such state: " + row.path("state"));
        }
        try {
            return new DeliveryRow(
                    row.path("id").asLong(),
                    row.path("destination").asText(),
                    row.path("key").asText(),
                    UUID.fromString(row.path("event_id").asText()),
                    row.path("type").asText(),
                    row.path("source").asText(),
                    row.path("subject").asText(),
                    row.path("entity").asText(),
                    row.path("sequence").asLong(),
                    state,
                    row.path("failures").asInt(),
                    Instant.parse(row.path("accepted_at").asText()),
                    Instant.parse(row.path("changed_at").asText()),
                    row.hasNonNull("due_at") ? Instant.parse(row.get("due_at").asText()) : null,
                    row.hasNonNull("via") ? row.get("via").asText() : null,
                    row.hasNonNull("reason") ? row.get("reason").asText() : null,
                    row.path("ambiguous").asInt(),
                    row.path("discarded").asBoolean());
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException("not a delivery: " + e.getMessage(), e);
        }
    }

    private static Attempt readAttempt(JsonNode attempt) throws IOException {
        try {
            return new Attempt(
                    Instant.parse(attempt.path("started_at").asText()),
                    Instant.parse(attempt.path("ended_at").asText()),
                    attempt.path("via").asText(),
                    outcome(attempt.path("outcome").asText()),
                    attempt.path("detail").asText(),
                    new Answer(attempt.path("status").asInt(0), attempt.path("excerpt").asText()));
        } catch (DateTimeException e) {
            throw new IOException("not an attempt: " + e.getMessage(), e);
        }
    }

    private static Outcome outcome(String wireName) throws IOException {
        for (Outcome outcome : Outcome.values()) {
            if (outcome.wireName().equals(wireName)) {
                return outcome;
            }
        }
        throw new IOException("no such outcome: " + wireName);
    }
}
