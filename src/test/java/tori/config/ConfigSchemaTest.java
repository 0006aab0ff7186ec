package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import wiremock.com.fasterxml.jackson.databind.JsonNode;
import wiremock.com.fasterxml.jackson.databind.ObjectMapper;
import wiremock.com.networknt.schema.InputFormat;
import wiremock.com.networknt.schema.JsonSchema;
import wiremock.com.networknt.schema.JsonSchemaFactory;
import wiremock.com.networknt.schema.SpecVersion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** A foreign validator of JSON Schema must agree with the loader about the fixtures. */
class ConfigSchemaTest {

    private static final Path FIXTURES = Path.of("src/test/resources/config");

    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(ConfigSchema.json());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contract.yaml",
                "checks.yaml",
                "legacy.yaml",
                "legacy-lenient.yaml",
                "minimal.yaml",
                "yaml-traps.yaml"
            })
    void shouldAcceptWhatTheLoaderAccepts(String name) throws IOException {
        assertThat(messages(Files.readString(FIXTURES.resolve("good").resolve(name)))).isEmpty();
    }

    @Test
    void shouldAcceptTheDemo() throws IOException {
        assertThat(messages(Files.readString(Path.of("config.yaml")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown-key.yaml",
                "durations.yaml",
                "sizes-and-shares.yaml",
                "sizes-out-of-range.yaml",
                "rates.yaml",
                "urls.yaml",
                "discord.yaml",
                "webhook.yaml",
                "destination-types.yaml",
                "monitor-types.yaml",
                "http-checks.yaml",
                "tcp-and-dns-checks.yaml",
                "events.yaml",
                "match.yaml",
                "booleans.yaml",
                "wrong-shapes.yaml",
                "missing-sites.yaml",
                "missing-keys.yaml",
                "store-and-server.yaml",
                "root-list.yaml"
            })
    void shouldRefuseWhatTheLoaderRefuses(String name) throws IOException {
        assertThat(messages(Files.readString(FIXTURES.resolve("bad").resolve(name)))).isNotEmpty();
    }

    @Test
    void shouldHaveExactlyTheKeysTheLoaderAccepts() throws IOException {
        Set<String> inSchema = new TreeSet<>();
        collect(new ObjectMapper().readTree(ConfigSchema.json()), inSchema);

        Set<String> described = new TreeSet<>();
        Reference.rows().forEach(row -> described.add(row.key().name()));
        assertThat(inSchema).containsExactlyElementsOf(described);
    }

    /** Every key by itself, with its default, is accepted; nothing like it is. */
    @Test
    void shouldAcceptEachKeyWithItsDefault() {
        ConfigLoader loader = new ConfigLoader(name -> null);
        for (Reference.Row row : Reference.rows()) {
            if (row.section() != Keys.ROOT || row.key().written() == null) {
                continue;
            }
            String text = "sites: []\n" + row.key().name() + ": " + row.key().written() + "\n";
            assertThat(loader.load("x.yaml", text)).isInstanceOf(LoadResult.Loaded.class);
            assertThat(messages(text)).isEmpty();
        }
    }

    /** They are read when they are needed, which may be late. */
    @Test
    void shouldHaveDefaultsThatCanBeRead() {
        for (Reference.Row row : Reference.rows()) {
            if (row.key().written() != null) {
                assertThat(row.key().fallback()).as(row.key().name()).isNotNull();
            }
        }
    }

    private static void collect(JsonNode schema, Set<String> names) {
        JsonNode properties = schema.get("properties");
        if (properties != null) {
            properties.fieldNames().forEachRemaining(names::add);
        }
        for (JsonNode child : schema) {
            collect(child, names);
        }
    }

    private Set<String> messages(String yaml) {
        Set<String> messages = new TreeSet<>();
        schema.validate(yaml, InputFormat.YAML)
                .forEach(message -> messages.add(message.toString()));
        return messages;
    }
}
