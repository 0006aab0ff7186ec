package tori.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What is said of the server is true of its paths. */
class OpenApiTest {

    @TempDir Path captures;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    private JsonNode document;

    @BeforeEach
    void read() throws Exception {
        document = JSON.readTree(OpenApiPage.document());
    }

    /** What there is: methods by path. */
    private Map<String, List<String>> paths() throws IOException {
        Map<String, List<String>> paths = new TreeMap<>();
        try (AccountServer server = new AccountServer(captures)) {
            for (Router.Entry route : server.routes()) {
                paths.computeIfAbsent(route.path(), _ -> new ArrayList<>()).add(route.method());
            }
        }
        paths.values().forEach(methods -> methods.sort(null));
        return paths;
    }

    @Test
    void shouldDescribeEveryPathAndNoOther() throws IOException {
        Map<String, List<String>> described = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> {
                    List<String> methods = new ArrayList<>();
                    path.getValue()
                            .fieldNames()
                            .forEachRemaining(name -> methods.add(name.toUpperCase(Locale.ROOT)));
                    described.put(path.getKey(), methods.stream().sorted().toList());
                });
        assertThat(described).isEqualTo(paths());
    }

    @Test
    void shouldSayOfEachPathWhatItNeedsAndAnswers() {
        List<String> names = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(method -> {
                                    String where = method.getKey() + " " + path.getKey();
                                    JsonNode operation = method.getValue();
                                    assertThat(METHODS).as(where).contains(method.getKey());
                                    names.add(operation.path("operationId").asText());
                                    assertThat(operation.path("summary").asText())
                                            .as(where)
                                            .isNotBlank();
                                    assertThat(operation.path("responses").has("default"))
                                            .as(where)
                                            .isTrue();
                                    assertThat(parameters(operation))
                                            .as(where)
                                            .containsExactlyInAnyOrderElementsOf(
                                                    Pattern.compile("\\{([a-z]+)}")
                                                            .matcher(path.getKey())
                                                            .results()
                                                            .map(place -> place.group(1))
                                                            .toList());
                                }));
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> !name.isEmpty());
    }

    private static List<String> parameters(JsonNode operation) {
        List<String> names = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asText().equals("path")) {
                names.add(parameter.path("name").asText());
            }
        }
        return names;
    }

    @Test
    void shouldSayWhichVersionThereIsWhereAnotherWasMeant() {
        for (String method : List.of("patch", "delete")) {
            JsonNode refused =
                    document.path("paths")
                            .path("/api/v1/monitors/{uuid}")
                            .path(method)
                            .at("/responses/412/headers");
            assertThat(refused.has("ETag")).as(method).isTrue();
        }
    }

    @Test
    void shouldReferToWhatIsThere() {
        List<String> references = new ArrayList<>();
        for (JsonNode reference : document.findValues("$ref")) {
            references.add(reference.asText());
        }
        assertThat(references)
                .isNotEmpty()
                .allMatch(each -> each.startsWith("#/"))
                .allMatch(each -> !document.at(each.substring(1)).isMissingNode());
    }

    /** What is not described must not be answered, so that nobody comes to rely on it. */
    @Test
    void shouldDescribeAnswersInFull() {
        List<String> open = new ArrayList<>();
        collect(document.at("/components/schemas"), "", open);
        collect(document.path("paths"), "", open);
        assertThat(open)
                .as("objects that may hold anything")
                .allMatch(place ->
                        place.endsWith("/Event/properties/data")
                                || place.contains("/openapi.json/"));
    }

    private static void collect(JsonNode node, String place, List<String> open) {
        boolean object = node.path("type").asText().equals("object");
        if (object && node.path("additionalProperties").isMissingNode()) {
            open.add(place);
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), place + "/" + i, open);
            }
        } else {
            node.properties()
                    .forEach(each -> collect(each.getValue(), place + "/" + each.getKey(), open));
        }
    }

    @Test
    void shouldDescribeMonitorsByTheKeysOfTheConfiguration() {
        JsonNode kinds = document.at("/components/schemas/MonitorConfig/oneOf");
        assertThat(kinds).hasSize(7);
        for (JsonNode kind : kinds) {
            assertThat(kind.path("properties").has("record")).isFalse();
            assertThat(kind.path("properties").has("notifier")).isFalse();
            assertThat(kind.path("additionalProperties").asBoolean(true)).isFalse();
        }
        JsonNode keys = document.at("/components/schemas/MonitorKeys/properties");
        assertThat(keys.has("url")).isTrue();
        assertThat(keys.has("record")).isFalse();
    }
}
