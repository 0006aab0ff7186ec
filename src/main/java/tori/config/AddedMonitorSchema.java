package tori.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON Schemas (draft 2020-12) of monitors that are added while tori runs, made of the same
 * description of keys that reads them. Stateless, any thread.
 */
public final class AddedMonitorSchema {

    private AddedMonitorSchema() {}

    /** Of a whole monitor: one alternative for each kind. */
    public static ObjectNode monitor() {
        ObjectNode schema = MonitorKeys.MONITOR.schema();
        for (JsonNode kind : schema.withArray("oneOf")) {
            ObjectNode alternative = (ObjectNode) kind;
            ObjectNode properties = (ObjectNode) alternative.get("properties");
            String type = properties.path("type").path("const").asText();
            properties.remove(AddedMonitorLoader.REFUSED);
            if (MonitorKinds.looksAtStore(type)) {
                properties.set(Keys.URL.name(), Keys.URL.shape().schema());
                ((ObjectNode) properties.get(Keys.URL.name())).put("description", Keys.URL.doc());
                alternative.remove("anyOf");
                alternative.putArray("required").add("name").add("type").add(Keys.URL.name());
                if (type.equals(MonitorKeys.PRODUCT)) {
                    alternative.withArray("required").add(MonitorKeys.HANDLE.name());
                }
            }
        }
        return (ObjectNode) withoutVariables(schema);
    }

    /** Of some keys of a monitor, whatever their values: a change, or one without its secrets. */
    public static ObjectNode someKeys() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object");
        Map<String, String> keys = new TreeMap<>();
        for (Section section : MonitorKeys.MONITOR.kinds().values()) {
            section.keys().forEach(key -> keys.putIfAbsent(key.name(), key.doc()));
        }
        keys.putIfAbsent(Keys.URL.name(), Keys.URL.doc());
        keys.keySet().removeAll(AddedMonitorLoader.REFUSED);
        ObjectNode properties = schema.putObject("properties");
        keys.forEach((key, doc) -> properties.putObject(key).put("description", doc));
        schema.put("additionalProperties", false);
        return schema;
    }

    /** Nothing is filled in from the environment here: of each choice, what is written out. */
    private static JsonNode withoutVariables(JsonNode node) {
        if (node.isArray()) {
            List<JsonNode> elements = new ArrayList<>();
            node.forEach(element -> {
                if (!isVariable(element)) {
                    elements.add(withoutVariables(element));
                }
            });
            return JsonNodeFactory.instance.arrayNode().addAll(elements);
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        object.properties()
                .forEach(entry -> result.set(entry.getKey(), withoutVariables(entry.getValue())));
        return result;
    }

    private static boolean isVariable(JsonNode element) {
        return element.isObject() && element.path("$ref").asText().equals("#/$defs/variable");
    }
}
