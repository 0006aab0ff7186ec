package tori.wire;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import tori.model.Before;
import tori.model.Blindness;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventData;
import tori.model.EventType;
import tori.model.IncidentReport;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Product;
import tori.model.StoreAccess;
import tori.model.Variant;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads an event from its parsed JSON; stateless, any thread. */
final class EventReader {

    private EventReader() {}

    static Event read(JsonNode root) throws IOException {
        if (!"1.0".equals(text(root, "specversion"))) {
            throw new IOException("not an event: specversion must be \"1.0\"");
        }
        String typeName = neededText(root, "type");
        EventType type = EventType.ofWireName(typeName);
        if (type == null) {
            throw new IOException("not an event: type " + typeName + " is not known");
        }
        JsonNode data = neededObject(root, "data");
        return new Event(
                id(neededText(root, "id")),
                new MonitorId(neededText(data, "site"), neededText(data, "monitor")),
                type,
                neededText(root, "subject"),
                time("time", neededText(root, "time")),
                0,
                data(data));
    }

    private static EventData data(JsonNode data) throws IOException {
        String text = text(data, "text");
        if (text != null) {
            return new Notice(
                    text,
                    text(data, "key"),
                    text(data, "title"),
                    data.path("alarm").asBoolean(false));
        }
        JsonNode store = data.path("store");
        if (store.isObject()) {
            return access(data, store);
        }
        JsonNode blind = data.path("blind");
        if (blind.isObject()) {
            return blindness(data, blind);
        }
        JsonNode incident = data.path("incident");
        if (incident.isObject()) {
            return incident(data, incident);
        }
        List<Variant> variants = new ArrayList<>();
        for (JsonNode variant : data.path("variants")) {
            variants.add(variant(variant));
        }
        JsonNode variant = data.path("variant");
        JsonNode before = data.path("before");
        return new CatalogData(
                neededText(data, "entity"),
                neededNumber(data, "sequence"),
                product(neededObject(data, "product")),
                variant.isObject() ? variant(variant) : null,
                variants,
                before.isObject() ? before(before) : null,
                text(data, "label"));
    }

    private static StoreAccess access(JsonNode data, JsonNode store) throws IOException {
        Boolean locked = flag(store, "locked");
        if (locked == null) {
            throw new IOException("not an event: locked is missing or neither true nor false");
        }
        String since = text(data.path("before"), "since");
        return new StoreAccess(
                neededText(data, "entity"),
                neededNumber(data, "sequence"),
                neededText(store, "url"),
                locked,
                since == null ? null : time("since", since));
    }

    private static Blindness blindness(JsonNode data, JsonNode blind) throws IOException {
        String lastGood = text(blind, "last_good");
        JsonNode lasted = blind.path("duration_seconds");
        return new Blindness(
                neededText(data, "entity"),
                neededNumber(data, "sequence"),
                neededText(blind, "cause"),
                neededText(blind, "detail"),
                time("since", neededText(blind, "since")),
                neededNumber(blind, "polls"),
                lastGood == null ? null : time("last_good", lastGood),
                lasted.isNumber() ? duration("duration_seconds", lasted.decimalValue()) : null);
    }

    private static IncidentReport incident(JsonNode data, JsonNode incident) throws IOException {
        JsonNode duration = incident.path("duration");
        return new IncidentReport(
                neededText(data, "entity"),
                neededNumber(data, "sequence"),
                id(neededText(incident, "id")),
                neededText(incident, "cause"),
                neededText(incident, "detail"),
                time("since", neededText(incident, "since")),
                time("opened_at", neededText(incident, "opened_at")),
                duration.isNumber() ? duration("duration", duration.decimalValue()) : null,
                (int) neededNumber(incident, "reminders"),
                incident.path("unwatched").asBoolean(false));
    }

    private static Duration duration(String name, BigDecimal seconds) throws IOException {
        try {
            return Duration.ofMillis(seconds.movePointRight(3).longValueExact());
        } catch (ArithmeticException e) {
            throw new IOException("not an event: " + name + " is no such number", e);
        }
    }

    private static Before before(JsonNode node) throws IOException {
        String since = text(node, "since");
        return new Before(
                flag(node, "available"),
                text(node, "price"),
                since == null ? null : time("since", since));
    }

    private static Product product(JsonNode node) throws IOException {
        return new Product(
                neededNumber(node, "id"),
                text(node, "title"),
                text(node, "handle"),
                text(node, "url"),
                text(node, "vendor"),
                text(node, "type"),
                text(node, "image"));
    }

    private static Variant variant(JsonNode node) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> option : node.path("options").properties()) {
            if (option.getValue().isTextual()) {
                options.put(option.getKey(), option.getValue().textValue());
            }
        }
        return new Variant(
                neededNumber(node, "id"),
                text(node, "title"),
                options,
                text(node, "price"),
                text(node, "currency"),
                flag(node, "available"),
                text(node, "cart_url"));
    }

    private static UUID id(String text) throws IOException {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("not an event: id must be a UUID", e);
        }
    }

    private static Instant time(String name, String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IOException("not an event: " + name + " must be written after RFC 3339", e);
        }
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).textValue();
    }

    private static @Nullable Boolean flag(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isBoolean() ? value.booleanValue() : null;
    }

    private static String neededText(JsonNode node, String name) throws IOException {
        String value = text(node, name);
        if (value == null) {
            throw new IOException("not an event: " + name + " is missing or no text");
        }
        return value;
    }

    private static long neededNumber(JsonNode node, String name) throws IOException {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IOException("not an event: " + name + " is missing or no whole number");
        }
        return value.longValue();
    }

    private static JsonNode neededObject(JsonNode node, String name) throws IOException {
        JsonNode value = node.path(name);
        if (!value.isObject()) {
            throw new IOException("not an event: " + name + " is missing or no object");
        }
        return value;
    }
}
