package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.config.StorePlace;
import tori.e2e.WebhookReceiver.Answer;
import tori.e2e.WebhookReceiver.Receipt;
import tori.model.FreePort;
import tori.store.PostgresFixture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The packaged daemon with its state on a PostgreSQL server. */
class PostgresIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;

    private StorePlace.Postgres place;
    private WebhookReceiver receiver;
    private int port;
    private ToriApi api;

    @BeforeEach
    void start() throws IOException {
        place = PostgresFixture.newPlace();
        receiver = new WebhookReceiver();
        port = FreePort.choose();
        api = new ToriApi(port);
        configure(PostgresFixture.url(place), port);
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
        receiver.close();
    }

    @Test
    void shouldKeepStatesIncidentsAndDeliveriesThroughKills() throws Exception {
        receiver.answer(Answer.HANG);
        String incident;
        try (ToriProcess tori = run()) {
            assertThat(api.post("/api/v1/heartbeats/jobs/nightly", "").status()).isEqualTo(200);
            assertThat(api.owe("hook", "key-1", "a", "text").status()).isEqualTo(202);
            await().atMost(PATIENCE).until(() -> receiver.receipts().size() == 1);
            await().atMost(PATIENCE).until(() -> told("tori.heartbeat.missed nightly") == 1);
            await().atMost(PATIENCE).until(() -> api.text("/metrics").contains("_total{type="));
            incident = openIncident();
            tori.signal("KILL");
        }
        assertThat(folder.resolve("tori.db")).doesNotExist();
        receiver.answer(Answer.TAKE);
        try (ToriProcess tori = run()) {
            await().atMost(PATIENCE).until(() -> receiver.texts().contains("text"));
            assertThat(receiver.receipts()).extracting(Receipt::key).containsOnly("key-1");
            await().atMost(PATIENCE).until(() -> api.deliveries("delivered").size() >= 2);
            assertThat(openIncident()).isEqualTo(incident);
            assertThat(api.post("/api/v1/heartbeats/jobs/nightly", "").status()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> told("tori.heartbeat.resumed nightly") == 1);
            assertThat(told("tori.heartbeat.missed nightly")).isEqualTo(1);
            assertThat(run("deliveries", "list", "--state", "delivered")).contains("tori/a");
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        assertThat(run("deliveries", "list", "--state", "delivered")).contains("tori/a");
    }

    @Test
    void shouldKeepChecksAddedMonitorsAndUsersThroughKillsAndRestarts() throws Exception {
        String monitor = "{'name': 'door', 'type': 'tcp', 'address': '127.0.0.1:%d'}";
        List<String> killed;
        String path;
        String token;
        try (ApiCaller caller = new ApiCaller(port)) {
            try (ToriProcess tori = run()) {
                ApiCaller.Reply added =
                        caller.call("POST", "/api/v1/monitors", monitor.formatted(port));
                assertThat(added.status()).as(added.error()).isEqualTo(201);
                path = added.header("Location");
                String user = "{'name': 'root', 'password': 'correct horse'}";
                assertThat(caller.call("POST", "/api/v1/users/register", user).status())
                        .isEqualTo(201);
                token =
                        caller.call("POST", "/api/v1/users/login", user)
                                .data()
                                .path("token")
                                .asText();
                await().atMost(PATIENCE).until(() -> checks(caller).size() >= 3);
                // What was written while the session ended is there as well.
                PostgresFixture.endSessions(place);
                int before = checks(caller).size();
                await().atMost(PATIENCE).until(() -> checks(caller).size() >= before + 3);
                killed = checks(caller);
                tori.signal("KILL");
            }
            try (ToriProcess tori = run()) {
                assertThat(checks(caller)).containsAll(killed).doesNotHaveDuplicates();
                ApiCaller.Reply shown = caller.call("GET", path, "");
                assertThat(shown.status()).as(shown.error()).isEqualTo(200);
                assertThat(shown.data().path("running").asBoolean()).isTrue();
                assertThat(profile(caller, token)).isEqualTo("root");
                await().atMost(PATIENCE).until(() -> checks(caller).size() > killed.size());
                tori.signal("TERM");
                assertThat(tori.awaitExit()).isZero();
            }
            assertThat(run("user", "list")).contains("root");
            try (ToriProcess tori = run()) {
                assertThat(checks(caller)).hasSizeGreaterThan(killed.size()).containsAll(killed);
                assertThat(checksOfDays(caller)).isGreaterThanOrEqualTo(killed.size());
                assertThat(caller.call("DELETE", path, "").status()).isEqualTo(200);
                assertThat(caller.call("GET", path, "").status()).isEqualTo(404);
                assertThat(profile(caller, token)).isEqualTo("root");
                assertThat(tori.isAlive()).isTrue();
            }
        }
    }

    /**
     * The times and outcomes of the added monitor's checks; none while the session is taken anew.
     */
    private static List<String> checks(ApiCaller caller) throws Exception {
        ApiCaller.Reply reply = caller.call("GET", "/api/v1/history/api/door?step=raw", "");
        List<String> checks = new ArrayList<>();
        for (JsonNode point : reply.json().path("data").path("points")) {
            checks.add(point.path("time").asText() + " " + point.path("outcome").asText());
        }
        return checks;
    }

    private static int checksOfDays(ApiCaller caller) throws Exception {
        int checks = 0;
        for (JsonNode day :
                caller.call("GET", "/api/v1/history/api/door?step=day", "").data().path("points")) {
            checks += day.path("checks").asInt();
        }
        return checks;
    }

    private static String profile(ApiCaller caller, String token) throws Exception {
        return caller.call("GET", "/api/v1/users/profile", "", "Authorization", "Bearer " + token)
                .data()
                .path("name")
                .asText();
    }

    @Test
    void shouldGoOnAfterItsSessionWasEndedAndLetNoOtherIn() throws Exception {
        try (ToriProcess tori = run()) {
            for (int i = 0; i < 3; i++) {
                PostgresFixture.endSessions(place);
                assertThat(api.owe("hook", "key-" + i, "a", "text " + i).status()).isEqualTo(202);
            }
            await().atMost(PATIENCE)
                    .until(() ->
                            receiver.texts().containsAll(List.of("text 0", "text 1", "text 2")));
            await().atMost(PATIENCE).until(() -> api.get("/readyz").status() == 200);
            configure(PostgresFixture.url(place), FreePort.choose());
            try (ToriProcess other = ToriProcess.start(folder)) {
                assertThat(other.awaitExit()).isEqualTo(1);
                assertThat(String.join("\n", other.stderr()))
                        .contains("is in use by another tori (pid ");
            }
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldSayInASentenceWhyTheServerCannotBeUsedAndShowNoPassword() throws Exception {
        String url = PostgresFixture.url(place).replace("postgres@", "tori:geheim@");
        configure(url, port);
        try (ToriProcess tori = ToriProcess.start(folder)) {
            assertThat(tori.awaitExit()).isEqualTo(1);
            assertThat(tori.stderr().getLast())
                    .startsWith("tori: postgresql://127.0.0.1:")
                    .contains("refuses the password of user tori");
            assertThat(String.join("\n", tori.stderr())).doesNotContain("geheim");
        }
        configure(url + "&password=geheim", port);
        try (ToriProcess tori = ToriProcess.start(folder, "check")) {
            assertThat(tori.awaitExit()).isEqualTo(2);
            assertThat(String.join("\n", tori.stdout()))
                    .contains("store.url: has a parameter that is not known")
                    .doesNotContain("geheim");
            assertThat(String.join("\n", tori.stderr())).doesNotContain("geheim");
        }
    }

    private ToriProcess run() throws IOException {
        ToriProcess tori = ToriProcess.start(folder);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(api::isReady);
        return tori;
    }

    /** Runs a command and returns what it printed. */
    private String run(String... arguments) throws Exception {
        try (ToriProcess command = ToriProcess.start(folder, arguments)) {
            int status = command.awaitExit();
            assertThat(status).as("%s", command.stderr()).isZero();
            return String.join("\n", command.stdout());
        }
    }

    private String openIncident() throws IOException, InterruptedException {
        JsonNode open = api.get("/api/v1/incidents?state=open").data().path("incidents");
        assertThat(open).hasSize(1);
        return open.path(0).path("id").asText();
    }

    private long told(String what) throws IOException {
        return EventFile.told(folder.resolve("events.jsonl")).stream().filter(what::equals).count();
    }

    private void configure(String url, int listen) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                store: {url: "%s"}
                server: {listen: "127.0.0.1:%d", allow_private: ["127.0.0.1"]}
                defaults: {interval: 500ms, notify: [log]}
                destinations:
                  hook: {type: webhook, url: "%s"}
                  log: {type: file, path: events.jsonl}
                sites:
                  - name: demo
                    url: demo://store
                    monitors: [{name: catalogue, type: shopify}]
                  - name: jobs
                    monitors:
                      - {name: nightly, type: heartbeat, expect_every: 5s}
                """
                        .formatted(url, listen, receiver.url()));
    }
}
