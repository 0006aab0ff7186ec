package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.model.FreePort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Incidents as those see them who are told, through the packaged jar. */
class IncidentIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    private int port;
    private ToriApi api;

    @BeforeEach
    void start() throws IOException {
        port = FreePort.choose();
        api = new ToriApi(port);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void shouldTellOnceThatPushesStopAndOnceThatTheyComeAgain() throws Exception {
        // Longer than a busy machine may let the first push wait.
        configure(monitor("nightly", "6s", ""), "");
        try (ToriProcess tori = run()) {
            assertThat(push("nightly").status()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> state("nightly").equals("up"));
            awaitTold("tori.heartbeat.missed nightly");
            JsonNode incident = incidents("?state=open").path("incidents").path(0);
            assertThat(incident.path("cause").asText()).isEqualTo("missed");
            assertThat(api.text("/metrics"))
                    .contains("tori_incidents_open 1")
                    .contains("tori_monitor_up{monitor=\"nightly\",site=\"jobs\"} 0");
            tori.signal("KILL");
        }
        try (ToriProcess tori = run()) {
            // Longer than a push may take, and then some checks.
            await().atMost(PATIENCE).until(() -> !state("nightly").equals("waiting"));
            JsonNode open = incidents("?state=open").path("incidents").path(0);
            await().during(Duration.ofSeconds(3))
                    .atMost(PATIENCE)
                    .until(
                            () -> api.get("/api/v1/status").data().path("monitors").path(0),
                            row ->
                                    row.path("state").asText().equals("down")
                                            && row.path("since").equals(open.path("opened_at"))
                                            && row.path("consecutive_failures").asInt() > 0);
            assertThat(told()).containsExactly("tori.heartbeat.missed nightly");
            assertThat(push("nightly").status()).isEqualTo(200);
            awaitTold("tori.heartbeat.missed nightly", "tori.heartbeat.resumed nightly");
            await().atMost(PATIENCE).until(() -> state("nightly").equals("up"));
            JsonNode closed = incidents("?state=closed").path("incidents").path(0);
            JsonNode one = api.get("/api/v1/incidents/" + closed.path("id").asText()).data();
            assertThat(one.path("timeline").size()).isGreaterThanOrEqualTo(2);
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        List<JsonNode> events = events();
        assertThat(events.getFirst().at("/data/incident/id"))
                .isEqualTo(events.getLast().at("/data/incident/id"));
        assertThat(events.getLast().at("/data/incident/duration").isNumber()).isTrue();
        assertThat(events.getLast().at("/data/sequence").asInt()).isEqualTo(2);
    }

    @Test
    void shouldTellNothingInMaintenanceAndTellItAfterwards() throws Exception {
        Instant now = Instant.now();
        String window =
                "maintenance: [{sites: [jobs], from: \"%s\", to: \"%s\"}]\n"
                        .formatted(now.minusSeconds(60), now.plusSeconds(3600));
        configure(monitor("nightly", "1s", ""), window);
        try (ToriProcess tori = run()) {
            await().atMost(PATIENCE).until(() -> state("nightly").equals("maintenance"));
            await().atMost(PATIENCE)
                    .until(() -> api.text("/metrics").contains("result=\"missed\""));
            assertThat(told()).isEmpty();
            assertThat(incidents("").path("total").asInt()).isZero();
            configure(monitor("nightly", "1s", ""), "");
            assertThat(api.post("/-/reload", "").status()).isEqualTo(200);
            awaitTold("tori.heartbeat.missed nightly");
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldTellOnlyThatTheRouterIsDownAndWhatIsStillDownAfterIt() throws Exception {
        configure(
                monitor("router", "1s", "") + monitor("server", "1s", "depends_on: jobs/router"),
                "");
        try (ToriProcess tori = run()) {
            awaitTold("tori.heartbeat.missed router");
            await().atMost(PATIENCE)
                    .until(() -> incidents("?state=open").path("total").asInt() == 2);
            await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> told().size() == 1);
            await().atMost(PATIENCE)
                    .until(() -> {
                        push("router");
                        return told().size() == 3;
                    });
            assertThat(told())
                    .containsExactlyInAnyOrder(
                            "tori.heartbeat.missed router",
                            "tori.heartbeat.resumed router",
                            "tori.heartbeat.missed server");
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldTellOnceHoweverOftenItIsKilledMeanwhile() throws Exception {
        StringBuilder monitors = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            monitors.append(monitor("job" + i, "1s", ""));
        }
        configure(monitors.toString(), "");
        Random random = new Random();
        for (int kill = 0; kill < 5; kill++) {
            try (ToriProcess tori = run()) {
                // Around the moment at which the first incidents open.
                long millis = 300 + random.nextInt(1_700);
                await().pollDelay(Duration.ofMillis(millis)).until(tori::isAlive);
                tori.signal("KILL");
            }
        }
        try (ToriProcess tori = run()) {
            await().atMost(PATIENCE)
                    .until(() -> incidents("?state=open").path("total").asInt() == 4);
            await().atMost(PATIENCE).until(() -> distinct().size() == 4);
            await().during(Duration.ofSeconds(3))
                    .atMost(PATIENCE)
                    .until(() -> distinct().size() == 4);
            assertThat(incidents("").path("total").asInt()).isEqualTo(4);
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldTellInOneMessageWhatOpensTogether() throws Exception {
        StringBuilder monitors = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            monitors.append(monitor("job" + i, "2s", ""));
        }
        configure(monitors.toString(), "");
        try (ToriProcess tori = run()) {
            await().atMost(PATIENCE).until(() -> told().size() == 6);
            await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> told().size() == 6);
            List<JsonNode> events = events();
            assertThat(events.subList(0, 5))
                    .allMatch(event -> event.path("type").asText().equals("tori.heartbeat.missed"));
            assertThat(events.getLast().at("/data/text").asText())
                    .startsWith("7 further incidents opened within 10 seconds:");
            assertThat(push("job11").status()).isEqualTo(200);
            assertThat(push("job0").status()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> told().size() == 8);
            assertThat(told())
                    .contains("tori.heartbeat.resumed job0", "tori.heartbeat.resumed job11");
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldTellWhatOpensTogetherAndIsOverAtOnceHoweverItIsKilled() throws Exception {
        StringBuilder monitors = new StringBuilder();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            monitors.append(monitor("job" + i, "1h", ""));
            all.add("tori.heartbeat.missed job" + i);
            all.add("tori.heartbeat.resumed job" + i);
        }
        configure(monitors.toString(), "");
        try (ToriProcess tori = run()) {
            for (int i = 0; i < 12; i++) {
                push("job" + i + "?status=down&msg=backup+failed");
            }
            await().atMost(PATIENCE)
                    .until(() -> incidents("?state=open").path("total").asInt() == 12);
            for (int i = 0; i < 8; i++) {
                push("job" + i);
            }
            // Five are told by themselves, the others wait.
            await().atMost(PATIENCE).until(() -> distinct().size() >= 10);
            tori.signal("KILL");
        }
        try (ToriProcess tori = run()) {
            for (int i = 8; i < 12; i++) {
                push("job" + i);
            }
            await().atMost(PATIENCE)
                    .until(() -> incidents("?state=open").path("total").asInt() == 0);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(eventLog()).containsExactlyInAnyOrderElementsOf(all));
            for (JsonNode incident : incidents("").path("incidents")) {
                assertThat(incident.path("told").asBoolean()).as("%s", incident).isTrue();
            }
            assertThat(tori.isAlive()).isTrue();
        }
        requireEachToldOnce(12);
    }

    /** By itself or together with others, and repeated under its id only. */
    private void requireEachToldOnce(int jobs) throws IOException {
        Map<String, String> messages = new HashMap<>();
        for (JsonNode event : events()) {
            boolean together = event.path("type").asText().equals("tori.notice");
            String words =
                    together
                            ? event.at("/data/text").asText()
                            : event.path("type").asText()
                                    + " jobs/"
                                    + event.path("subject").asText();
            messages.put(event.path("id").asText(), words + " ");
        }
        for (int i = 0; i < jobs; i++) {
            String job = " jobs/job" + i + " ";
            assertThat(messages.values())
                    .filteredOn(words -> !words.startsWith("tori.heartbeat.resumed"))
                    .filteredOn(words -> words.replace('\n', ' ').contains(job))
                    .as("that%sis down is told once", job)
                    .hasSize(1);
        }
    }

    @Test
    void shouldCloseWhatIsWatchedNoMoreAndOpenItAnewWhereItIsWatchedAgain() throws Exception {
        String stays = monitor("stays", "1h", "");
        String goes = monitor("goes", "1s", "");
        configure(stays + goes + monitor("off", "1s", ""), "");
        try (ToriProcess tori = run()) {
            await().atMost(PATIENCE).until(() -> distinct().size() == 2);
            configure(stays + monitor("off", "1s", "enabled: false"), "");
            assertThat(api.post("/-/reload", "").status()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> distinct().size() == 4);
            assertThat(told())
                    .contains("tori.heartbeat.resumed goes", "tori.heartbeat.resumed off");
            assertThat(events().getLast().at("/data/incident/unwatched").asBoolean()).isTrue();
            assertThat(incidents("?state=open").path("total").asInt()).isZero();
            assertThat(api.text("/metrics")).contains("tori_incidents_open 0");
            configure(stays + goes, "");
            assertThat(api.post("/-/reload", "").status()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> distinct().size() == 5);
            assertThat(told()).endsWith("tori.heartbeat.missed goes");
            assertThat(events().getLast().at("/data/sequence").asInt()).isEqualTo(3);
            assertThat(tori.isAlive()).isTrue();
        }
        configure(stays + monitor("goes", "1s", "enabled: false"), "");
        try (ToriProcess tori = run()) {
            await().atMost(PATIENCE).until(() -> distinct().size() == 6);
            assertThat(incidents("?state=open").path("total").asInt()).isZero();
            assertThat(tori.isAlive()).isTrue();
        }
    }

    /** Type and subject of what was told of monitors, from the event log. */
    private List<String> eventLog() throws IOException, InterruptedException {
        List<String> log = new ArrayList<>();
        for (JsonNode event : api.get("/api/v1/events?limit=100").data().path("events")) {
            String type = event.path("type").asText();
            if (!type.equals("tori.notice")) {
                log.add(type + " " + event.path("subject").asText());
            }
        }
        return log;
    }

    @Test
    void shouldTakePushesOfThoseWhoMayPushAndAcknowledgements() throws Exception {
        configure(monitor("open", "5s", "") + monitor("kept", "10m", "token: secret-token"), "");
        try (ToriProcess tori = run()) {
            assertThat(api.get("/api/v1/heartbeats/jobs/open").status()).isEqualTo(200);
            assertThat(push("kept").status()).isEqualTo(401);
            assertThat(push("kept?token=secret-token").status()).isEqualTo(200);
            assertThat(push("nobody").status()).isEqualTo(404);
            awaitTold("tori.heartbeat.missed open");
            String id = incidents("").path("incidents").path(0).path("id").asText();
            ToriApi.Reply acknowledged = api.post("/api/v1/incidents/" + id + "/acknowledge", "");
            assertThat(acknowledged.status()).isEqualTo(200);
            assertThat(acknowledged.data().path("acknowledged_at").isTextual()).isTrue();
            assertThat(api.get("/api/v1/incidents/" + id).data().path("acknowledged_at"))
                    .isEqualTo(acknowledged.data().path("acknowledged_at"));
            await().atMost(PATIENCE)
                    .until(() ->
                            incidents("")
                                    .path("incidents")
                                    .path(0)
                                    .path("acknowledged_at")
                                    .isTextual());
            assertThat(push("kept?token=secret-token&status=down&msg=disk+full").status())
                    .isEqualTo(200);
            awaitTold("tori.heartbeat.missed open", "tori.heartbeat.missed kept");
            assertThat(events().getLast().at("/data/incident/detail").asText())
                    .isEqualTo("a push said that something failed: disk full");
            assertThat(String.join("\n", tori.stderr())).doesNotContain("secret-token");
        }
    }

    private ToriProcess run() throws IOException {
        ToriProcess tori = ToriProcess.start(folder);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(api::isReady);
        return tori;
    }

    private ToriApi.Reply push(String monitor) throws IOException, InterruptedException {
        return api.post("/api/v1/heartbeats/jobs/" + monitor, "");
    }

    private String state(String monitor) throws IOException, InterruptedException {
        for (JsonNode row : api.get("/api/v1/status").data().path("monitors")) {
            if (row.path("monitor").asText().equals(monitor)) {
                return row.path("state").asText();
            }
        }
        return "";
    }

    private JsonNode incidents(String query) throws IOException, InterruptedException {
        return api.get("/api/v1/incidents" + query).data();
    }

    private List<JsonNode> events() throws IOException {
        return EventFile.read(folder.resolve("events.jsonl"));
    }

    private List<String> told() throws IOException {
        return EventFile.told(folder.resolve("events.jsonl"));
    }

    /** A delivery that a kill interrupted is repeated under its id: that is one alert. */
    private Set<String> distinct() throws IOException {
        Set<String> alerts = new HashSet<>();
        for (JsonNode event : events()) {
            alerts.add(event.path("id").asText() + " " + event.path("subject").asText());
        }
        return alerts;
    }

    private void awaitTold(String... told) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told()).containsExactly(told));
    }

    private static String monitor(String name, String every, String more) {
        return "      - {name: %s, type: heartbeat, expect_every: %s%s}\n"
                .formatted(name, every, more.isEmpty() ? "" : ", " + more);
    }

    private void configure(String monitors, String rest) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                server: {listen: "127.0.0.1:%d"}
                defaults: {interval: 500ms, notify: [log]}
                destinations:
                  log: {type: file, path: events.jsonl}
                sites:
                  - name: jobs
                    monitors:
                """
                                .formatted(port)
                        + monitors
                        + rest);
    }
}
