package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class MonitorDocumentTest {

    private static final String WITH_SECRETS =
            "{'name': 'p', 'headers': {'A': 'one', 'B': 'two'}, 'auth': {'bearer': 'three'},"
                    + " 'body': 'four', 'send': 'five', 'token': 'six',"
                    + " 'expect': {'body': 'seen'}}";

    private static MonitorDocument document(String json) {
        return AddedMonitorLoaderTest.document(json);
    }

    private static String merged(String json, String patch) {
        MonitorDocument.Reading reading = read(patch.replace('\'', '"'));
        return document(json)
                .merged(((MonitorDocument.Reading.Good) reading).document())
                .json()
                .replace('"', '\'');
    }

    private static MonitorDocument.Reading read(String json) {
        return MonitorDocument.read(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The examples of RFC 7396, as far as both are objects. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':'b'}|{'a':'c'}|{'a':'c'}",
                "{'a':'b'}|{'b':'c'}|{'a':'b','b':'c'}",
                "{'a':'b'}|{'a':null}|{}",
                "{'a':'b','b':'c'}|{'a':null}|{'b':'c'}",
                "{'a':['b']}|{'a':'c'}|{'a':'c'}",
                "{'a':'c'}|{'a':['b']}|{'a':['b']}",
                "{'a':{'b':'c'}}|{'a':{'b':'d','c':null}}|{'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]}|{'a':[1]}|{'a':[1]}",
                "{}|{'a':{'bb':{'ccc':null}}}|{'a':{'bb':{}}}"
            })
    void shouldMergeByTheRules(String json, String patch, String result) {
        assertThat(merged(json, patch)).isEqualTo(result);
    }

    @Test
    void shouldNotShowSecrets() {
        Map<String, Object> masked = document(WITH_SECRETS).masked();

        assertThat(masked)
                .containsEntry("headers", Map.of("A", "***", "B", "***"))
                .containsEntry("auth", Map.of("bearer", "***"))
                .containsEntry("body", "***")
                .containsEntry("send", "***")
                .containsEntry("token", "***")
                .containsEntry("expect", Map.of("body", "seen"))
                .containsEntry("name", "p");
    }

    @Test
    void shouldKeepSecretsThatAreSentBackAsTheyWereShown() {
        MonitorDocument before = document(WITH_SECRETS);
        String patch =
                "{'name': 'q', 'headers': {'A': '***', 'B': 'new'}, 'auth': {'bearer': '***'},"
                        + " 'body': '***', 'send': '***', 'token': '***'}";
        MonitorDocument after =
                before.merged(
                        ((MonitorDocument.Reading.Good) read(patch.replace('\'', '"'))).document());

        assertThat(after.json())
                .isEqualTo(
                        before.json()
                                .replace("\"name\":\"p\"", "\"name\":\"q\"")
                                .replace("two", "new"));
        assertThat(after.emptyMasks()).isEmpty();
    }

    @Test
    void shouldSeeWhereNothingWasKept() {
        assertThat(document("{'headers': {'A': '***'}, 'name': '***', 'body': '***'}").emptyMasks())
                .containsExactlyInAnyOrder("headers.A", "body");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|a monitor is a JSON object",
                "5|a monitor is a JSON object",
                "{|this is no JSON (line 1, column 2)",
                "{\"a\":1,\"a\":2}|a key is there twice (line 1, column 11)",
                "{} {}|this is no JSON (line 1, column 4)"
            })
    void shouldSayWhyItIsNone(String json, String reason) {
        assertThat(read(json)).isEqualTo(new MonitorDocument.Reading.Bad(reason));
    }

    @Test
    void shouldRefuseWhatIsFarTooDeep() {
        assertThat(read("{\"a\":" + "[".repeat(10_000)))
                .isInstanceOf(MonitorDocument.Reading.Bad.class);
    }

    /** A key that is added later must not be forgotten. */
    @Test
    void shouldKnowEverySecretOfAMonitor() throws Exception {
        for (Class<?> keys :
                List.of(
                        MonitorKeys.class,
                        HttpCheckKeys.class,
                        TcpCheckKeys.class,
                        DnsCheckKeys.class,
                        HeartbeatKeys.class)) {
            for (Field field : keys.getDeclaredFields()) {
                boolean secret =
                        field.getGenericType() instanceof ParameterizedType type
                                && type.getTypeName().contains(Secret.class.getName());
                if (!secret || !Key.class.isAssignableFrom(field.getType())) {
                    continue;
                }
                Key<?> key = (Key<?>) field.get(null);
                assertThat(
                                MonitorSecrets.isSecret(key.name())
                                        || MonitorSecrets.isSecret(key.name() + ".x")
                                        || MonitorSecrets.isSecret("auth." + key.name()))
                        .as(key.name())
                        .isTrue();
            }
        }
    }
}
