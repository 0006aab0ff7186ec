package tori.config;

/**
 * What must stand at a place of an answer in JSON.
 *
 * @param path a JSONPath that compiles
 * @param value what each value found there must equal
 */
public record JsonCondition(String path, JsonValue value) {}
