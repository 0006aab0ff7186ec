package tori.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema (draft 2020-12) of config.yaml, made of the same description of keys that
 * validation uses. Stateless, any thread.
 */
public final class ConfigSchema {

    private ConfigSchema() {}

    /** The schema, indented. */
    public static String json() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "config.yaml of tori");
        schema.setAll(Keys.ROOT.schema());
        schema.putObject("$defs")
                .putObject("variable")
                .put("description", "Filled in from the environment: ${NAME} or ${NAME:-default}")
                .put("type", "string")
                .put("pattern", "\\$\\{");
        return schema.toPrettyString();
    }
}
