package tori.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What {@code /openapi.json} says, and whether answers are as it says. */
final class ApiDescription {

    private static final String JSON = "application/json";

    private final JsonNode document;
    private final JsonSchemaFactory factory =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final SchemaValidatorsConfig config =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private final Set<String> seen = new TreeSet<>();

    ApiDescription(JsonNode document) {
        this.document = document;
    }

    /** All operations, as {@code GET /path}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .fieldNames()
                                .forEachRemaining(method ->
                                        operations.add(
                                                method.toUpperCase(Locale.ROOT)
                                                        + " "
                                                        + path.getKey())));
        return operations;
    }

    /** Those that {@link #problems} was asked about. */
    Set<String> seen() {
        return seen;
    }

    /** Where an answer differs from what is said of it; nothing if it does not. */
    List<String> problems(String method, String path, ApiCaller.Reply reply) throws IOException {
        seen.add(method + " " + path);
        JsonNode responses =
                document.path("paths")
                        .path(path)
                        .path(method.toLowerCase(Locale.ROOT))
                        .path("responses");
        JsonNode response = responses.path(Integer.toString(reply.status()));
        if (response.isMissingNode()) {
            return List.of("status " + reply.status() + " is not described: " + reply.error());
        }
        if (response.has("$ref")) {
            response = document.at(response.path("$ref").asText().substring(1));
        }
        String type = reply.header("Content-Type");
        JsonNode content = response.path("content").path(type);
        if (content.isMissingNode()) {
            return List.of("the type " + type + " is not described");
        }
        return type.equals(JSON) ? compare(content.path("schema"), reply.json()) : List.of();
    }

    /** Where a request differs from what is said of it. */
    List<String> requestProblems(String method, String path, JsonNode body) {
        return compare(
                document.path("paths")
                        .path(path)
                        .path(method.toLowerCase(Locale.ROOT))
                        .path("requestBody")
                        .path("content")
                        .path(JSON)
                        .path("schema"),
                body);
    }

    private List<String> compare(JsonNode part, JsonNode value) {
        ObjectNode root = part.deepCopy();
        root.set("components", document.path("components"));
        JsonSchema schema = factory.getSchema(root, config);
        return schema.validate(value).stream().map(ValidationMessage::getMessage).toList();
    }
}
