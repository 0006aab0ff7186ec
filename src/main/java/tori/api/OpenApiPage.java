package tori.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import tori.config.AddedMonitorSchema;
import tori.network.OnDemand;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Describes the server to programs, in OpenAPI 3.1: what stands in the folder {@code openapi}, and
 * what a monitor is, which the keys of the configuration say. It is put together when it is first
 * asked for: a start has better things to do. Any thread.
 */
final class OpenApiPage {

    static final String PATH = "/openapi.json";

    /** Files with paths and the schemas that belong to them. */
    private static final List<String> PARTS =
            List.of(
                    "service",
                    "monitors",
                    "watching",
                    "deliveries",
                    "users",
                    "history",
                    "dashboard");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OnDemand<byte[]> document = new OnDemand<>(OpenApiPage::document);

    void addTo(Router router) {
        router.get(
                Audience.ANYONE,
                PATH,
                exchange -> exchange.send(200, "application/json", document.get()));
    }

    /** The whole description. */
    static byte[] document() {
        ObjectNode document = read("root");
        ObjectNode paths = document.withObject("/paths");
        ObjectNode schemas = document.withObject("/components/schemas");
        for (String part : PARTS) {
            ObjectNode read = read(part);
            paths.setAll(read.withObject("/paths"));
            schemas.setAll(read.withObject("/schemas"));
        }
        schemas.set("MonitorConfig", AddedMonitorSchema.monitor());
        schemas.set("MonitorKeys", AddedMonitorSchema.someKeys());
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON can always be written", e);
        }
    }

    private static ObjectNode read(String part) {
        String name = "openapi/" + part + ".json";
        try (InputStream in = OpenApiPage.class.getResourceAsStream(name)) {
            if (in == null || !(JSON.readTree(in) instanceof ObjectNode object)) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return object;
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }
}
