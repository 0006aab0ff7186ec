package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tori.model.FreePort;
import tori.shopify.Feed;
import tori.signing.SignatureChecker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How tori behaves towards stores: the packaged daemon on stores that look at who asks. */
@Timeout(240)
class PolitenessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WELL_KNOWN = "/.well-known/http-message-signatures-directory";
    private static final String AGENT = "https://bot.example.test";

    @TempDir private Path folder;

    private void writeConfig(String text) throws IOException {
        Files.writeString(folder.resolve("config.yaml"), text);
    }

    private static void stop(ToriProcess tori) throws Exception {
        tori.signal("TERM");
        assertThat(tori.awaitExit()).isZero();
    }

    /** Lets in whoever is signed by a key of the directory, once for each signature. */
    private static final class Doorkeeper {

        private final SignatureChecker checker;
        private final Set<String> nonces = ConcurrentHashMap.newKeySet();
        private final Set<String> agents = ConcurrentHashMap.newKeySet();
        private final AtomicInteger admitted = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final List<String> complaints = new CopyOnWriteArrayList<>();

        Doorkeeper(String directory) throws Exception {
            this.checker = new SignatureChecker(directory);
        }

        boolean lets(String authority, HttpExchange exchange) {
            agents.add(String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent")));
            if (exchange.getRequestHeaders().getFirst("Signature") == null) {
                refused.incrementAndGet();
                return false;
            }
            try {
                Map<String, String> parameters =
                        checker.check(exchange.getRequestHeaders()::getFirst, authority);
                long now = Instant.now().getEpochSecond();
                assertThat(parameters).containsEntry("tag", "web-bot-auth");
                assertThat(Long.parseLong(parameters.get("created"))).isLessThanOrEqualTo(now);
                assertThat(Long.parseLong(parameters.get("expires"))).isGreaterThan(now);
                assertThat(nonces.add(parameters.get("nonce"))).as("a new nonce").isTrue();
                assertThat(exchange.getRequestHeaders().getFirst("Signature-Agent"))
                        .isEqualTo('"' + AGENT + '"');
            } catch (Exception | AssertionError e) {
                complaints.add(exchange.getRequestURI() + ": " + e);
                return false;
            }
            admitted.incrementAndGet();
            return true;
        }
    }

    private static String shop(String monitors, String url, String signing, int port) {
        return """
        defaults: {interval: 200ms, retry: {max_attempts: 1}, notify: log}
        http:
          user_agent: "tori/{version} (+https://bot.example.test)"
          %s
        server: {listen: "127.0.0.1:%d"}
        destinations:
          log: {type: file, path: events.jsonl}
        sites:
          - name: box
            url: %s
            monitors: %s
        """
                .formatted(signing, port, url, monitors);
    }

    @Test
    void shouldSayWhoAsksInEveryRequestSoThatTheStoreCanCheckIt() throws Exception {
        int port = FreePort.choose();
        String signing = "signing: {key: signing.pem, agent: \"" + AGENT + "\"}";
        String monitors =
                """
                [{name: all, type: shopify, discover: sitemap, discover_interval: 1s},
                           {name: one, type: shopify_product, handle: tee},
                           {name: door, type: shopify_password}]\
                """;
        try (StorefrontServer store = new StorefrontServer();
                StorefrontServer moved = new StorefrontServer();
                ToriApi api = new ToriApi(port)) {
            writeConfig(shop(monitors, store.url(), signing, port));
            // What is exported is what stores get to know; the daemon has the same key then.
            String directory = export("directory");
            Doorkeeper doorkeeper = new Doorkeeper(directory);
            store.lets(exchange -> doorkeeper.lets(authority(store), exchange));
            moved.lets(exchange -> doorkeeper.lets(authority(moved), exchange));
            store.shows("/meta.json", "{\"currency\":\"USD\"}")
                    .shows("/products.json", Feed.of(shoe(1, false)))
                    .shows("/sitemap.xml", sitemap(store.url()))
                    .leadsTo("/products/tee.js", moved.url() + "/products/tee.js");
            moved.shows("/products/tee.js", TEE);
            try (ToriProcess tori = ToriProcess.start(folder)) {
                await().atMost(PATIENCE)
                        .until(() ->
                                store.asked("/sitemap.xml") > 1
                                        && store.asked("/meta.json") > 0
                                        && store.asked("/products.json") > 2
                                        && moved.asked("/products/tee.js") > 2);
                store.shows("/products.json", Feed.of(shoe(1, true)));
                await().atMost(PATIENCE)
                        .until(() ->
                                EventFile.told(folder.resolve("events.jsonl"))
                                        .contains("tori.variant.restocked 1/10"));
                assertThat(doorkeeper.complaints).isEmpty();
                assertThat(doorkeeper.refused).hasValue(0);
                assertThat(doorkeeper.agents)
                        .singleElement()
                        .asString()
                        .matches("tori/\\S+ \\(\\+https://bot\\.example\\.test\\)");
                checkServed(api, port, directory);

                Files.writeString(folder.resolve("broken.pem"), "no key");
                writeConfig(
                        shop(
                                monitors,
                                store.url(),
                                signing.replace("signing.pem", "broken.pem"),
                                port));
                tori.signal("HUP");
                await().atMost(PATIENCE)
                        .until(() -> String.join("\n", tori.stderr()).contains("broken.pem is no"));
                int unbroken = doorkeeper.admitted.get();
                await().atMost(PATIENCE).until(() -> doorkeeper.admitted.get() > unbroken + 5);

                writeConfig(shop(monitors, store.url(), "max_body: 1MiB", port));
                tori.signal("HUP");
                await().atMost(PATIENCE).until(() -> doorkeeper.refused.get() > 0);
                await().atMost(PATIENCE).until(() -> api.get(WELL_KNOWN).status() == 404);
                writeConfig(shop(monitors, store.url(), signing, port));
                tori.signal("HUP");
                await().atMost(PATIENCE).until(() -> api.get(WELL_KNOWN).status() == 200);
                int before = doorkeeper.admitted.get();
                await().atMost(PATIENCE).until(() -> doorkeeper.admitted.get() > before + 5);
                stop(tori);
            }
            assertThat(doorkeeper.complaints).isEmpty();
        }
    }

    private static final String TEE =
            """
            {"id":7,"title":"Blue Tee","handle":"tee","vendor":"Kite","type":"Shirts",
             "images":[],"options":[{"name":"Size","position":1}],
             "variants":[{"id":71,"title":"M","option1":"M","available":true,"price":4999}]}\
            """;

    private static String shoe(long id, boolean available) {
        return Feed.product(id, Feed.variant(id * 10, available, "5.00"));
    }

    private static String sitemap(String url) {
        return "<urlset><url><loc>" + url + "/products/shoe-1</loc></url></urlset>";
    }

    private static String authority(StorefrontServer store) {
        return URI.create(store.url()).getAuthority();
    }

    /** What {@code tori signing …} prints. */
    private String export(String what) throws Exception {
        try (ToriProcess tori = ToriProcess.start(folder, "signing", what)) {
            assertThat(tori.awaitExit()).as("%s", tori.stderr()).isZero();
            return String.join("\n", tori.stdout());
        }
    }

    /** The daemon's own directory is the exported one, and says whose it is. */
    private void checkServed(ToriApi api, int port, String directory) throws Exception {
        // Stores are asked before this door is open.
        await().atMost(PATIENCE).until(api::isReady);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> served =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port + WELL_KNOWN))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(served.body()).isEqualTo(directory);
            assertThat(served.headers().firstValue("Content-Type"))
                    .hasValue("application/http-message-signatures-directory+json");
            Map<String, String> parameters =
                    new SignatureChecker(directory)
                            .check(
                                    name -> served.headers().firstValue(name).orElse(null),
                                    "bot.example.test");
            assertThat(parameters).containsEntry("tag", "http-message-signatures-directory");
        }
        Map<String, String> exported =
                export("headers")
                        .lines()
                        .map(line -> line.split(": ", 2))
                        .collect(
                                Collectors.toMap(
                                        line -> line[0].toLowerCase(Locale.ROOT), line -> line[1]));
        new SignatureChecker(directory).check(exported::get, "bot.example.test");
        assertThat(export("key")).contains("agent  " + AGENT);
    }

    /** By how often the stores are asked, and by when the next time is due. */
    @Test
    void shouldPollFasterAfterAChangeAndSlowerWhereNothingChanges() throws Exception {
        int port = FreePort.choose();
        try (FeedServer lively = new FeedServer(Catalogues.of(false));
                FeedServer quiet = new FeedServer(Catalogues.of(false));
                ToriApi api = new ToriApi(port)) {
            writeConfig(
                    """
                    defaults: {notify: log}
                    server: {listen: "127.0.0.1:%d"}
                    destinations:
                      log: {type: file, path: events.jsonl}
                    sites:
                      - name: lively
                        url: %s
                        interval: 5s
                        adaptive: {fastest: 100ms, fast_for: 10m}
                        monitors: [{name: all, type: shopify}]
                      - name: quiet
                        url: %s
                        interval: 200ms
                        adaptive: {slowest: 1h, fast_for: 1s, slow_after: 1s}
                        monitors: [{name: all, type: shopify}]
                    """
                            .formatted(port, lively.url(), quiet.url()));
            try (ToriProcess tori = ToriProcess.start(folder)) {
                await().atMost(PATIENCE).until(() -> lively.polls() > 0);
                lively.serve(Catalogues.of(true));
                await().atMost(PATIENCE)
                        .until(() -> !EventFile.told(folder.resolve("events.jsonl")).isEmpty());
                // Within this time there would be a dozen at the regular interval.
                int before = lively.polls();
                await().atMost(PATIENCE).until(() -> lively.polls() > before + 60);
                await().atMost(PATIENCE)
                        .until(() -> nextDue(api).isAfter(Instant.now().plusSeconds(5)));
                assertThat(quiet.polls()).isLessThan(30);
                stop(tori);
            }
        }
    }

    /** When the quiet store is due next, as tori says. */
    private static Instant nextDue(ToriApi api) throws Exception {
        JsonNode row = api.get("/api/v1/status?site=quiet").data().path("monitors").path(0);
        return Instant.parse(row.path("next_poll").asText());
    }

    /** Two connections to the address, a store with two hundred polls waiting, and another one. */
    @Test
    void shouldNotLetAGreedyStoreDelayAnotherAtTheSameAddress() throws Exception {
        try (FeedServer greedy = new FeedServer(Catalogues.of(true));
                FeedServer other = new FeedServer(Catalogues.of(true))) {
            greedy.delay(Duration.ofMillis(100));
            String monitors =
                    IntStream.range(0, 200)
                            .mapToObj(i -> "{name: m" + i + ", type: shopify}")
                            .collect(Collectors.joining(", ", "[", "]"));
            writeConfig(
                    """
                    defaults: {interval: 100ms, timeout: 60s, notify: log}
                    http:
                      per_host: {connections: 200}
                      per_ip: {connections: 2}
                    destinations:
                      log: {type: file, path: events.jsonl}
                    sites:
                      - {name: greedy, url: "%s", monitors: %s}
                      - {name: other, url: "%s", monitors: [{name: all, type: shopify}]}
                    """
                            .formatted(
                                    greedy.url().replace("127.0.0.1", "localhost"),
                                    monitors,
                                    other.url()));
            try (ToriProcess tori = ToriProcess.start(folder)) {
                await().atMost(PATIENCE).until(() -> greedy.polls() > 200);
                int otherBefore = other.polls();
                int greedyBefore = greedy.polls();
                await().atMost(PATIENCE).until(() -> other.polls() >= otherBefore + 20);
                // In the order of asking it would have waited for two hundred each time.
                assertThat(greedy.polls() - greedyBefore).isLessThan(20 * 40);
                stop(tori);
            }
        }
    }
}
