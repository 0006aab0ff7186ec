package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.time.SettableClock;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The look-alike must say no: else what it lets pass proves nothing. */
class DiscordLookAlikeTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final SettableClock clock = new SettableClock();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|EMPTY",
                "{'embeds':[{'title':'LONG257'}]}|BASE_TYPE_MAX_LENGTH",
                "{'embeds':[{'description':'LONG4097'}]}|BASE_TYPE_MAX_LENGTH",
                "{'embeds':[{'title':'x','footer':{'text':'LONG2049'}}]}|BASE_TYPE_MAX_LENGTH",
                "{'embeds':[{'fields':[{'name':'LONG257','value':'x'}]}]}|BASE_TYPE_MAX_LENGTH",
                "{'embeds':[{'fields':[{'name':'x','value':'LONG1025'}]}]}|BASE_TYPE_MAX_LENGTH",
                "{'embeds':[{'fields':[{'name':'x','value':' '}]}]}|BASE_TYPE_REQUIRED",
                "{'embeds':[{'title':'\u200b'}]}|BASE_TYPE_REQUIRED",
                "{'embeds':[{}]}|BASE_TYPE_REQUIRED",
                "{'embeds':[{'title':'x','url':'javascript:alert(1)'}]}|URL_TYPE_INVALID_SCHEME",
                "{'embeds':[{'title':'x','url':'https://a.b/c d'}]}|URL_TYPE_INVALID_URL",
                "{'embeds':[{'title':'x','thumbnail':{'url':'http://'}}]}|URL_TYPE_INVALID_URL",
                "{'embeds':[{'title':'x','color':16777216}]}|NUMBER_TYPE_MAX",
                "{'embeds':[{'title':'x','timestamp':'today'}]}|DATE_TIME_TYPE_PARSE",
                "{'content':'x','username':'discord'}|USERNAME_INVALID_CONTAINS",
                "{'content':'x','username':'LONG81'}|BASE_TYPE_MAX_LENGTH",
                "{'content':'x','allowed_mentions':{'parse':['roles'],'roles':['1']}}"
                        + "|MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                "{'embeds':[{'description':'LONG3001'},{'description':'LONG3000'}]}"
                        + "|MAX_EMBED_SIZE_EXCEEDED",
                "{'embeds':[{'title':'\\ud83d'}]}|BASE_TYPE_BAD_STRING",
            })
    void shouldRefuseWhatDiscordRefuses(String message, String code) throws IOException {
        String json =
                java.util.regex.Pattern.compile("LONG(\\d+)")
                        .matcher(message.replace('\'', '"'))
                        .replaceAll(m -> "x".repeat(Integer.parseInt(m.group(1))));

        assertThat(DiscordRules.breaches(JSON.readTree(json)))
                .extracting(DiscordRules.Breach::code)
                .contains(code);
    }

    @Test
    void shouldRefuseTooManyEmbedsAndFields() throws IOException {
        String embed = "{\"title\":\"x\"}";
        assertThat(DiscordRules.breaches(embeds(embed, 10))).isEmpty();
        assertThat(DiscordRules.breaches(embeds(embed, 11))).isNotEmpty();
        String field = "{\"name\":\"x\",\"value\":\"x\"}";
        assertThat(DiscordRules.breaches(embeds(fields(field, 25), 1))).isEmpty();
        assertThat(DiscordRules.breaches(embeds(fields(field, 26), 1))).isNotEmpty();
    }

    @Test
    void shouldAnswerAsDiscordDoes() throws Exception {
        try (DiscordLookAlike discord = DiscordLookAlike.start(0, clock);
                HttpClient client = HttpClient.newHttpClient()) {
            String url = discord.addWebhook("7", "token", "42");
            for (int i = 4; i >= 0; i--) {
                HttpResponse<String> taken = post(client, url, "{\"content\":\"x\"}");
                assertThat(taken.statusCode()).isEqualTo(200);
                assertThat(taken.headers().firstValue("X-RateLimit-Remaining"))
                        .hasValue(Integer.toString(i));
            }
            HttpResponse<String> limited = post(client, url, "{\"content\":\"x\"}");
            assertThat(limited.statusCode()).isEqualTo(429);
            assertThat(limited.body()).contains("\"retry_after\":2.0", "\"global\":false");

            clock.advance(Duration.ofSeconds(2));
            HttpResponse<String> refused = post(client, url, "{\"content\":\"\"}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(post(client, url, "{\"content\":").statusCode()).isEqualTo(400);
            assertThat(discord.messages()).hasSize(5);
            assertThat(discord.mostWithin("42", Duration.ofSeconds(2))).isEqualTo(5);
        }
    }

    private static JsonNode embeds(String embed, int count) throws IOException {
        return JSON.readTree("{\"embeds\":[" + repeated(embed, count) + "]}");
    }

    private static String fields(String field, int count) {
        return "{\"fields\":[" + repeated(field, count) + "]}";
    }

    private static String repeated(String item, int count) {
        return String.join(",", java.util.Collections.nCopies(count, item));
    }

    private static HttpResponse<String> post(HttpClient client, String url, String body)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
