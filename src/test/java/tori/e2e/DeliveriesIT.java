package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.model.FreePort;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The packaged daemon's outbox, through its API and by the command, while it runs and at rest. */
class DeliveriesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private int port;

    @BeforeEach
    void writeConfig() throws IOException {
        port = FreePort.choose();
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                destinations:
                  log: {type: file, path: events.jsonl}
                defaults: {notify: [log]}
                server: {listen: "127.0.0.1:%d"}
                sites:
                  - name: demo
                    url: demo://store
                    monitors: [{name: all, type: shopify, interval: 1h}]
                """
                        .formatted(port));
    }

    private HttpResponse<String> post(HttpClient client, String text) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port + "/api/v1/deliveries"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "order-7")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"destination\":\"log\",\"text\":\"" + text + "\"}"))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private List<String> command(int status, String... arguments) throws Exception {
        try (ToriProcess tori = ToriProcess.start(folder, arguments)) {
            assertThat(tori.awaitExit()).as("%s", tori.stderr()).isEqualTo(status);
            assertThat(String.join("\n", tori.stderr())).doesNotContain("\tat ");
            return tori.stdout();
        }
    }

    private JsonNode show() throws Exception {
        return JSON.readTree(command(0, "deliveries", "show", "1", "--json").getFirst());
    }

    @Test
    void shouldAcceptOnceAndShowTheSameRunningAndAtRest() throws Exception {
        command(1, "deliveries", "list");
        assertThat(folder.resolve("tori.db")).doesNotExist();
        try (ToriProcess tori = ToriProcess.start(folder);
                HttpClient client = HttpClient.newHttpClient()) {
            await().atMost(PATIENCE)
                    .until(() -> tori.stderr().stream().anyMatch(s -> s.contains("watches")));
            HttpResponse<String> first = post(client, "hello");
            assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
            HttpResponse<String> again = post(client, "hello");
            assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
            assertThat(JSON.readTree(again.body()).at("/data/deliveries/0/id").asLong())
                    .isEqualTo(JSON.readTree(first.body()).at("/data/deliveries/0/id").asLong());
            assertThat(post(client, "goodbye").statusCode()).isEqualTo(409);

            JsonNode shown = show();
            assertThat(shown.path("key").asText()).isEqualTo("order-7");
            assertThat(shown.at("/event/data/text").asText()).isEqualTo("hello");
            command(1, "deliveries", "retry", "1", "99");
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        JsonNode atRest = show();
        assertThat(atRest.path("event_id").asText()).isNotEmpty();
        assertThat(atRest.at("/event/data/text").asText()).isEqualTo("hello");
        assertThat(command(0, "deliveries", "list", "--state", "pending,delivered")).hasSize(2);
        assertThat(command(0, "deliveries", "discard", "--all"))
                .containsExactly("0 deliveries discarded");
        command(1, "deliveries", "show", "99");
        command(2, "deliveries", "retry");
    }
}
