package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tori.model.FreePort;
import tori.shopify.Feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What became of an event, asked of the packaged daemon and of its store at rest. */
@Timeout(180)
class ExplainIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int SHOES = 6;

    @TempDir private Path folder;
    private StorefrontServer store;
    private WebhookReceiver receiver;
    private int port;

    @BeforeEach
    void open() throws IOException {
        store = new StorefrontServer();
        receiver = new WebhookReceiver();
        port = FreePort.choose();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        receiver.close();
    }

    private void writeConfig(String destinations, String notify) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                defaults: {interval: 200ms, notify: %s}
                destinations:
                  log: {type: file, path: log.jsonl}
                %s
                server: {listen: "127.0.0.1:%d"}
                sites:
                  - name: box
                    url: %s
                    monitors: [{name: all, type: shopify}]
                """
                        .formatted(notify, destinations.indent(2), port, store.url()));
    }

    private void serve(boolean available) {
        store.shows(
                "/products.json",
                Feed.of(
                        IntStream.rangeClosed(1, SHOES)
                                .mapToObj(id ->
                                        Feed.product(id, Feed.variant(id * 10L, available, "5.00")))
                                .toArray(String[]::new)));
    }

    private void awaitPolls(int more) {
        long before = store.asked("/products.json");
        await().atMost(PATIENCE).until(() -> store.asked("/products.json") >= before + more);
    }

    private List<JsonNode> logged() throws IOException {
        return EventFile.read(folder.resolve("log.jsonl"));
    }

    private void awaitLogged(int events) {
        await().atMost(PATIENCE).until(() -> logged().size() >= events);
    }

    private List<String> ids(String type) throws IOException {
        return logged().stream()
                .filter(event -> event.get("type").asText().equals(type))
                .map(event -> event.get("id").asText())
                .toList();
    }

    private String explain(int status, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("explain"));
        all.addAll(List.of(arguments));
        try (ToriProcess tori = ToriProcess.start(folder, all.toArray(String[]::new))) {
            assertThat(tori.awaitExit()).as("%s", tori.stderr()).isEqualTo(status);
            return String.join("\n", tori.stdout()) + String.join("\n", tori.stderr());
        }
    }

    private List<JsonNode> stories(ToriApi api, List<String> ids) throws Exception {
        List<JsonNode> stories = new ArrayList<>();
        for (String id : ids) {
            ToriApi.Reply reply = api.get("/api/v1/events/" + id);
            assertThat(reply.status()).isEqualTo(200);
            stories.add(reply.data());
        }
        return stories;
    }

    private static List<String> steps(JsonNode story, String destination) {
        List<String> steps = new ArrayList<>();
        for (JsonNode step : story.path("steps")) {
            if (step.path("destination").asText("").equals(destination)) {
                steps.add(step.path("what").asText());
            }
        }
        return steps;
    }

    private static void stop(ToriProcess tori) throws Exception {
        tori.signal("TERM");
        assertThat(tori.awaitExit()).as("%s", tori.stderr()).isZero();
    }

    @Test
    void shouldTellOfEventsThatWereSentFilteredEvictedOrWaited() throws Exception {
        serve(false);
        writeConfig(
                """
                vip: {type: file, path: vip.jsonl}
                few: {type: file, path: few.jsonl, queue: 2, digest: false}
                slow: {type: file, path: slow.jsonl, rate: {limit: 1, per: 2s}}
                sure: {type: file, path: sure.jsonl, delivery: guaranteed}\
                """,
                "[log, {to: vip, events: sold_out}, few, slow, sure]");
        String first;
        try (ToriProcess tori = ToriProcess.start(folder);
                ToriApi api = new ToriApi(port)) {
            await().atMost(PATIENCE).until(api::isReady);
            awaitPolls(2);
            serve(true);
            awaitLogged(SHOES);
            // Within the two seconds in which `slow` may not be told again.
            serve(false);
            awaitLogged(2 * SHOES);
            await().atMost(PATIENCE)
                    .until(() ->
                            EventFile.read(folder.resolve("slow.jsonl")).size() == 2 * SHOES
                                    && EventFile.read(folder.resolve("sure.jsonl")).size()
                                            == 2 * SHOES
                                    && api.deliveries("delivered").size() == 2 * SHOES);
            List<JsonNode> stories = stories(api, ids("tori.variant.restocked"));
            assertThat(stories)
                    .allSatisfy(story -> {
                        assertThat(steps(story, "log"))
                                .containsExactly("queued", "sending", "delivered");
                        assertThat(steps(story, "vip")).containsExactly("not_wanted");
                        assertThat(steps(story, "sure")).containsExactly("owed");
                        assertThat(story.at("/event/data/before/available").asBoolean(true))
                                .isFalse();
                        assertThat(story.at("/deliveries/0/state").asText()).isEqualTo("delivered");
                    });
            assertThat(stories)
                    .filteredOn(story -> steps(story, "few").contains("evicted"))
                    .hasSizeGreaterThanOrEqualTo(SHOES - 4);
            assertThat(stories(api, ids("tori.variant.sold_out")))
                    .hasSize(SHOES)
                    .allSatisfy(story -> {
                        assertThat(steps(story, "vip")).endsWith("sending", "delivered");
                        assertThat(story.toString()).contains("the rate of 1 in 2000 ms");
                    });

            first = ids("tori.variant.restocked").getFirst();
            assertThat(explain(0, first))
                    .contains("type         tori.variant.restocked")
                    .contains("raised by    box/all")
                    .contains("compared     sold out at 5.00 → available at 5.00")
                    .contains("not told: the events or match of its notify leave it out")
                    .contains("sent in request 1, alone")
                    .contains("arrived")
                    .contains("written down, to arrive for certain")
                    .contains(" is delivered");
            String unknown = "00000000-0000-7000-8000-000000000000";
            assertThat(explain(1, unknown)).contains(unknown + " is not known: ");
            assertThat(api.get("/api/v1/events/" + unknown).status()).isEqualTo(404);
            assertThat(explain(2, "nonsense")).contains("EVENT_ID");
            stop(tori);
        }
        assertThat(explain(0, first))
                .contains("compared     sold out at 5.00 → available at 5.00")
                .contains(" is delivered");
        JsonNode atRest = JSON.readTree(explain(0, first, "--json"));
        assertThat(atRest.path("live").asBoolean(true)).isFalse();
        assertThat(atRest.path("steps")).isEmpty();
    }

    @Test
    void shouldTellOfEventsThatTheirOppositeOvertook() throws Exception {
        receiver.answer(WebhookReceiver.Answer.DOWN);
        serve(false);
        writeConfig("hook: {type: webhook, url: \"%s\"}".formatted(receiver.url()), "[log, hook]");
        try (ToriProcess tori = ToriProcess.start(folder);
                ToriApi api = new ToriApi(port)) {
            await().atMost(PATIENCE).until(api::isReady);
            awaitPolls(2);
            serve(true);
            awaitLogged(SHOES);
            serve(false);
            awaitLogged(2 * SHOES);
            List<String> restocked = ids("tori.variant.restocked");
            List<String> soldOut = ids("tori.variant.sold_out");
            await().atMost(PATIENCE)
                    .until(() ->
                            stories(api, restocked).stream()
                                    .anyMatch(story -> steps(story, "hook").contains("cancelled")));
            List<JsonNode> overtaken =
                    stories(api, restocked).stream()
                            .filter(story -> steps(story, "hook").contains("cancelled"))
                            .toList();
            assertThat(overtaken)
                    .allSatisfy(story -> {
                        JsonNode last = story.path("steps").get(story.path("steps").size() - 1);
                        assertThat(soldOut).contains(last.path("by").asText());
                        assertThat(steps(story, "log")).contains("delivered");
                    });
            assertThat(explain(0, overtaken.getFirst().path("id").asText()))
                    .contains("cancelled by its opposite");
            stop(tori);
        }
    }
}
