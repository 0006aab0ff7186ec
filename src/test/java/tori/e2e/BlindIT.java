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

import tori.discord.DiscordLookAlike;
import tori.model.FreePort;
import tori.shopify.Feed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Monitors that see nothing any more are never silent about it: the packaged daemon. */
@Timeout(300)
class BlindIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BLIND = "tori.monitor.blind all";
    private static final String RECOVERED = "tori.monitor.recovered all";
    private static final String FEED = Feed.of(Feed.product(1, Feed.variant(10, true, "5.00")));

    @TempDir private Path folder;
    private StorefrontServer store;
    private DiscordLookAlike discord;
    private int port;
    private ToriApi api;

    @BeforeEach
    void open() throws IOException {
        store = new StorefrontServer();
        discord = DiscordLookAlike.start();
        port = FreePort.choose();
        api = new ToriApi(port);
    }

    @AfterEach
    void close() {
        store.close();
        discord.close();
        api.close();
    }

    @Test
    void shouldTellCausesApartInWords() throws Exception {
        Map<String, String> urls = new LinkedHashMap<>();
        Map<String, String> words = new LinkedHashMap<>();
        Map<String, String> causes = new LinkedHashMap<>();
        try (ExpiredStore expired = new ExpiredStore(folder);
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            store.answers("/closed/products.json", 401);
            store.challenges("/challenge/products.json");
            store.leadsTo(
                    "/moved/products.json",
                    store.url().replace("127.0.0.1", "localhost") + "/lander");
            store.shows("/lander", "<html>this domain is for sale</html>");
            store.shows("/page/products.json", "<html>It works!</html>");
            store.answers("/busy/products.json", 429);
            store.answers("/robot/products.json", 430);
            for (String name :
                    List.of("closed", "challenge", "moved", "page", "busy", "robot", "gone")) {
                urls.put(name, store.url() + "/" + name);
            }
            urls.put("expired", expired.url());
            urls.put("refused", "http://127.0.0.1:" + FreePort.choose());
            urls.put("silent", "http://127.0.0.1:" + silent.getLocalPort());
            writeConfig("", urls);
            Map<String, String> options = Map.of("JDK_JAVA_OPTIONS", expired.javaOptions());
            try (ToriProcess tori = ToriProcess.start(folder, options)) {
                await().atMost(PATIENCE).until(() -> told().size() >= urls.size());
                await().atMost(PATIENCE).until(() -> titles().size() >= urls.size());
                for (JsonNode monitor : status("").path("monitors")) {
                    assertThat(monitor.path("state").asText()).isEqualTo("blind");
                }
                stop(tori);
            }
        }
        for (JsonNode event : events()) {
            JsonNode blind = event.at("/data/blind");
            String site = event.at("/data/site").asText();
            assertThat(event.get("type").asText()).isEqualTo("tori.monitor.blind");
            assertThat(event.get("subject").asText()).isEqualTo("all");
            assertThat(blind.path("polls").asInt()).isGreaterThanOrEqualTo(3);
            words.put(site, blind.path("detail").asText());
            causes.put(site, blind.path("cause").asText());
        }
        assertThat(words)
                .containsOnlyKeys(urls.keySet())
                .containsEntry("closed", "the store is behind its password page (401)")
                .containsEntry("challenge", "the store asks whether we are a person (403)")
                .containsEntry("expired", "the certificate of localhost has expired")
                .containsEntry("busy", "the store had too many requests (429)")
                .containsEntry("gone", "there is no list of products here (404)")
                .containsEntry("refused", "127.0.0.1 refused the connection");
        assertThat(words.get("moved")).contains("leads to localhost", "may have moved");
        assertThat(words.get("page")).contains("web page", "not one of a Shopify store");
        assertThat(words.get("robot")).contains("takes for a bot");
        assertThat(words.get("silent")).contains("did not answer in full within 2000 ms");
        assertThat(causes)
                .containsEntry("closed", "unauthorised")
                .containsEntry("challenge", "challenge")
                .containsEntry("moved", "moved")
                .containsEntry("expired", "tls")
                .containsEntry("page", "not_json")
                .containsEntry("silent", "timeout");
        assertThat(titles()).contains("Blind: closed/all", "Blind: expired/all");
    }

    @Test
    void shouldTellAnOutageOnceWhateverCrashesMeanwhile() throws Exception {
        store.shows("/products.json", FEED);
        writeConfig("", Map.of("box", store.url()));
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked(2);
            store.answers("/products.json", 503);
            awaitTold(1);
            awaitAsked(3);
            assertThat(told()).containsExactly(BLIND);
            assertThat(api.text("/metrics"))
                    .contains("tori_monitor_up{monitor=\"all\",site=\"box\"} 0");
        }
        Instant since = Instant.parse(events().getFirst().at("/data/blind/since").asText());
        // It was killed. Two more lives end the same way, each after it has looked several times.
        for (int life = 0; life < 2; life++) {
            try (ToriProcess _ = ToriProcess.start(folder)) {
                awaitAsked(5);
            }
        }
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked(4);
            JsonNode row = status("?state=blind").path("monitors").path(0);
            assertThat(row.at("/blind/since").asText()).isEqualTo(since.toString());
            assertThat(row.path("consecutive_failures").asInt()).isPositive();
            assertThat(told()).containsExactly(BLIND);
            store.shows("/products.json", FEED);
            awaitTold(2);
            awaitAsked(3);
            assertThat(api.text("/metrics"))
                    .contains("tori_monitor_up{monitor=\"all\",site=\"box\"} 1");
            stop(tori);
            assertThat(String.join("\n", tori.stdout()))
                    .contains("MONITOR RECOVERED  box/all  was blind for");
        }
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked(4);
            stop(tori);
        }
        assertThat(told()).containsExactly(BLIND, RECOVERED);
        JsonNode over = events().getLast().at("/data/blind");
        assertThat(over.path("since").asText()).isEqualTo(since.toString());
        assertThat(over.path("cause").asText()).isEqualTo("server_error");
        assertThat(over.path("duration_seconds").asDouble()).isPositive();
        assertThat(events().getLast().at("/data/sequence").asInt()).isEqualTo(2);
        assertThat(titles()).containsExactly("Blind: box/all", "Sees again: box/all");
    }

    @Test
    void shouldTellAnOutageOnceThatBeginsWhileItCrashes() throws Exception {
        store.shows("/products.json", FEED);
        writeConfig("", Map.of("box", store.url()));
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked(2);
            stop(tori);
        }
        store.answers("/products.json", 503);
        // Killed sooner or later after the third poll, which is the one that tells.
        for (int life = 0; life < 6; life++) {
            long before = store.asked("/products.json");
            try (ToriProcess _ = ToriProcess.start(folder)) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> store.asked("/products.json") >= before + 3);
                TimeUnit.MILLISECONDS.sleep(3L * life * life);
            }
        }
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked(6);
            awaitTold(1);
            store.shows("/products.json", FEED);
            await().atMost(PATIENCE).until(() -> told().contains(RECOVERED));
            stop(tori);
        }
        // What was sent twice, because nobody knew whether it had arrived, is one event.
        List<String> ids =
                events().stream().map(event -> event.get("id").asText()).distinct().toList();
        assertThat(ids).hasSize(2);
        assertThat(told().getLast()).isEqualTo(RECOVERED);
    }

    @Test
    void shouldGoOnWithAnOutageOverAReload() throws Exception {
        store.answers("/products.json", 503);
        writeConfig("", Map.of("box", store.url()));
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitTold(1);
            // Another site beside it, then another address for itself: it has moved.
            writeConfig("", Map.of("box", store.url(), "far", store.url() + "/far"));
            reload(tori, "monitors added [far/all]");
            awaitAsked(5);
            assertThat(told().stream().filter(BLIND::equals).count()).isLessThanOrEqualTo(2);
            store.shows("/new/products.json", FEED).shows("/far/products.json", FEED);
            writeConfig("", Map.of("box", store.url() + "/new", "far", store.url() + "/far"));
            reload(tori, "monitors changed [box/all]");
            await().atMost(PATIENCE)
                    .until(() ->
                            of("box").equals(List.of(BLIND, RECOVERED))
                                    && (of("far").isEmpty() || of("far").size() == 2));
            // Whoever does not want to hear of it does not.
            writeConfig("incident: off", Map.of("box", store.url(), "far", store.url()));
            reload(tori, "monitors changed [");
            awaitAsked(10);
            stop(tori);
        }
        assertThat(of("box")).containsExactly(BLIND, RECOVERED);
    }

    @Test
    void shouldShowHowMonitorsAreDoing() throws Exception {
        store.shows("/products.json", FEED);
        store.answers("/closed/products.json", 401);
        writeConfig("", Map.of("box", store.url(), "closed", store.url() + "/closed"));
        assertThat(run("status").exit()).isEqualTo(1);
        assertThat(run("status").err()).contains("no tori answers at http://127.0.0.1:" + port);
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitTold(1);
            store.shows(
                    "/products.json", Feed.of(Feed.product(1, Feed.variant(10, false, "5.00"))));
            await().atMost(PATIENCE).until(() -> told().size() >= 2);
            Run table = run("status");
            assertThat(table.exit()).isZero();
            assertThat(table.out()).contains("2 monitors: 1 blind, 1 up", "STATE", "WHY");
            assertThat(table.out().lines().toList().get(2))
                    .startsWith("blind ")
                    .contains("closed/all")
                    .endsWith("the store is behind its password page (401)");
            assertThat(table.out().lines().toList().get(3)).startsWith("up ").contains("box/all");

            JsonNode json = JSON.readTree(run("status", "--json", "--state", "up").out());
            assertThat(json.path("total").asInt()).isEqualTo(1);
            assertThat(json.at("/counts/blind").asInt()).isEqualTo(1);
            JsonNode up = json.path("monitors").path(0);
            assertThat(up.path("site").asText()).isEqualTo("box");
            for (String time : List.of("last_good", "last_change", "next_poll")) {
                assertThat(Instant.parse(up.path(time).asText())).isNotNull();
            }
            assertThat(up.path("lag_ms").isNumber()).isTrue();
            assertThat(up.path("consecutive_failures").asInt()).isZero();
            assertThat(up.path("blind").isNull()).isTrue();
            assertThat(status("?sort=trouble&limit=1").at("/monitors/0/site").asText())
                    .isEqualTo("closed");
            assertThat(api.get("/api/v1/status?state=odd").status()).isEqualTo(400);
            assertThat(api.text("/plain")).contains("blind since", "password page");
            assertThat(run("status", "--limit", "0").exit()).isEqualTo(2);
            stop(tori);
        }
    }

    @Test
    void shouldSayThatItIsAliveToThoseWhoWantToHearIt() throws Exception {
        store.shows("/products.json", FEED);
        store.answers("/closed/products.json", 401);
        writeConfig(
                "alive: {every: 10s, notify: [log, team]}",
                Map.of("box", store.url(), "closed", store.url() + "/closed"));
        try (ToriProcess tori = ToriProcess.start(folder)) {
            await().atMost(PATIENCE).until(() -> alive().stream().anyMatch(BlindIT::tellsAll));
            stop(tori);
        }
        // One for each time, and a whole number of intervals apart, whatever came between.
        int before = alive().size();
        try (ToriProcess tori = ToriProcess.start(folder)) {
            await().atMost(PATIENCE).until(() -> alive().size() > before);
            stop(tori);
        }
        List<JsonNode> notices =
                events().stream()
                        .filter(event -> event.get("type").asText().equals("tori.notice"))
                        .toList();
        assertThat(notices)
                .extracting(event -> event.at("/data/key").asText())
                .doesNotHaveDuplicates();
        assertThat(notices)
                .allSatisfy(event ->
                        assertThat(Instant.parse(keyTime(event)).getEpochSecond() % 10).isZero());
        assertThat(alive().stream().filter(BlindIT::tellsAll).findFirst().orElseThrow())
                .contains("closed/all, since ", ": the store is behind its password page (401)");
        assertThat(titles()).contains("Notice");
    }

    private static String keyTime(JsonNode event) {
        return event.at("/data/key").asText().substring("tori-alive-".length());
    }

    private static boolean tellsAll(String text) {
        return text.startsWith("tori is alive: 2 monitors, 1 blind, ");
    }

    private List<String> alive() throws IOException {
        return events().stream()
                .map(event -> event.at("/data/text").asText())
                .filter(text -> text.startsWith("tori is alive"))
                .toList();
    }

    // ---- what everything needs ----

    /** What a command printed, and its exit status. */
    private record Run(int exit, String out, String err) {}

    private Run run(String... arguments) throws Exception {
        try (ToriProcess command = ToriProcess.start(folder, arguments)) {
            int exit = command.awaitExit();
            return new Run(
                    exit, String.join("\n", command.stdout()), String.join("\n", command.stderr()));
        }
    }

    private JsonNode status(String query) throws Exception {
        // The first polls do not wait for the server.
        return await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> api.get("/api/v1/status" + query), reply -> reply.status() == 200)
                .data();
    }

    private void awaitAsked(int more) {
        long before = store.asked("/products.json");
        await().atMost(PATIENCE).until(() -> store.asked("/products.json") >= before + more);
    }

    private void awaitTold(int events) {
        await().atMost(PATIENCE).until(() -> told().size() >= events && titles().size() >= events);
    }

    private static void reload(ToriProcess tori, String words) throws Exception {
        tori.signal("HUP");
        await().atMost(PATIENCE)
                .until(() -> tori.stderr().stream().anyMatch(line -> line.contains(words)));
    }

    private static void stop(ToriProcess tori) throws Exception {
        tori.signal("TERM");
        assertThat(tori.awaitExit()).as("%s", tori.stderr()).isZero();
    }

    private List<JsonNode> events() throws IOException {
        return EventFile.read(folder.resolve("events.jsonl"));
    }

    private List<String> told() throws IOException {
        return EventFile.told(folder.resolve("events.jsonl"));
    }

    private List<String> of(String site) throws IOException {
        return events().stream()
                .filter(event -> event.at("/data/site").asText().equals(site))
                .map(event -> event.get("type").asText() + " " + event.get("subject").asText())
                .toList();
    }

    private List<String> titles() {
        List<String> titles = new ArrayList<>();
        for (DiscordLookAlike.Message message : discord.messages()) {
            message.body().get("embeds").forEach(embed -> titles.add(embed.get("title").asText()));
        }
        return titles;
    }

    private void writeConfig(String more, Map<String, String> urls) throws IOException {
        StringBuilder sites = new StringBuilder();
        urls.forEach((name, url) ->
                sites.append("  - {name: ")
                        .append(name)
                        .append(", url: \"")
                        .append(url)
                        .append("\", monitors: [{name: all, type: shopify}]}\n"));
        boolean inherited = more.startsWith("incident");
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                defaults:
                  interval: 200ms
                  timeout: 2s
                  retry: {max_attempts: 1}
                  notify: [screen, log, team]
                  %s
                destinations:
                  screen: {type: console}
                  log: {type: file, path: events.jsonl}
                  team: {type: discord, url: "%s"}
                server: {listen: "127.0.0.1:%d"}
                %s
                sites:
                %s
                """
                        .formatted(
                                inherited ? more : "jitter: 10%",
                                webhook(),
                                port,
                                inherited ? "" : more,
                                sites));
    }

    private String webhook() {
        return discord.addWebhook("1", "token", "42");
    }
}
