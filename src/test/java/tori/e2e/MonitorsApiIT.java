package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tori.model.FreePort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Monitors that are added, changed and deleted while tori runs, through the packaged jar. */
@Timeout(300)
class MonitorsApiIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MONITORS = "/api/v1/monitors";

    @TempDir Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** What must never be asked. */
    private final List<String> inside = new CopyOnWriteArrayList<>();

    private HttpServer site;
    private HttpServer secret;
    private Path hosts;
    private int port;
    private ApiCaller api;

    @BeforeEach
    void start() throws IOException {
        site = serve("127.0.0.1", asked);
        secret = serve("127.0.0.2", inside);
        redirect("/away", "http://127.0.0.2:" + secret.getAddress().getPort() + "/");
        redirect("/metadata", "http://169.254.169.254/latest/meta-data/");
        hosts = folder.resolve("hosts");
        Files.writeString(hosts, "127.0.0.1 site.test\n127.0.0.2 inside.test\n");
        port = FreePort.choose();
        api = new ApiCaller(port);
        configure("127.0.0.1");
    }

    @AfterEach
    void stop() {
        api.close();
        site.stop(0);
        secret.stop(0);
    }

    private static HttpServer serve(String address, List<String> asked) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestURI().getPath());
                    byte[] body = "{\"products\": []}".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    try (exchange) {
                        exchange.getResponseBody().write(body);
                    }
                });
        server.start();
        return server;
    }

    private void redirect(String path, String target) {
        site.createContext(
                path,
                exchange -> {
                    exchange.getResponseHeaders().add("Location", target);
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
    }

    private void configure(String allowed) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                defaults: {interval: 1h, incident: {open_after: 1}}
                server: {listen: "127.0.0.1:%d", allow_private: ["%s"]}
                store: {url: "sqlite:tori.db"}
                destinations: {log: {type: file, path: events.jsonl}}
                sites:
                  - name: box
                    monitors: [{name: port, type: tcp, address: "127.0.0.1:%d", notify: log}]
                """
                        .formatted(port, allowed, site.getAddress().getPort()));
    }

    private ToriProcess run() throws IOException {
        ToriProcess tori =
                ToriProcess.startWith(
                        List.of("-Djdk.net.hosts.file=" + hosts, "-Dsun.net.inetaddr.ttl=0"),
                        folder);
        await().atMost(PATIENCE).until(api::isReady);
        return tori;
    }

    private String http(String name, String host, String path, String more) {
        return "{'name': '%s', 'type': 'http', 'url': 'http://%s:%d%s'%s}"
                .formatted(name, host, site.getAddress().getPort(), path, more);
    }

    private String add(String json) throws Exception {
        ApiCaller.Reply reply = api.call("POST", MONITORS, json);
        assertThat(reply.status()).as(reply.error()).isEqualTo(201);
        String path = reply.header("Location");
        assertThat(path).isEqualTo(MONITORS + "/" + reply.data().path("id").asText());
        return path;
    }

    private JsonNode status(String name) throws Exception {
        for (JsonNode row :
                api.call("GET", "/api/v1/status?site=api", "").data().path("monitors")) {
            if (row.path("monitor").asText().equals(name)) {
                return row;
            }
        }
        return api.call("GET", "/api/v1/status?site=none", "").data().path("nothing");
    }

    private void awaitState(String name, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(status(name).path("state").asText()).isEqualTo(state));
    }

    @Test
    void shouldWatchWhatIsAddedThroughRestartsAndUntilItIsDeleted() throws Exception {
        String path;
        try (ToriProcess tori = run()) {
            path = add(http("page", "127.0.0.1", "/page", ", 'headers': {'X-Key': 'hidden'}"));
            // An interval is an hour: it is looked at because it is new.
            await().atMost(PATIENCE).until(() -> asked.contains("/page"));
            awaitState("page", "up");
            ApiCaller.Reply shown = api.call("GET", path, "");
            assertThat(shown.header("ETag")).isEqualTo("\"1\"");
            assertThat(shown.data().path("source").asText()).isEqualTo("api");
            assertThat(shown.data().path("running").asBoolean()).isTrue();
            assertThat(shown.data().at("/config/headers/X-Key").asText()).isEqualTo("***");
            tori.signal("KILL");
        }
        asked.clear();
        try (ToriProcess tori = run()) {
            await().atMost(PATIENCE).until(() -> status("page").has("state"));
            ApiCaller.Reply changed =
                    api.call(
                            "PATCH",
                            path,
                            "{'expect': {'status': 204}, 'headers': {'X-Key': '***'}}",
                            "If-Match",
                            "\"1\"");
            assertThat(changed.status()).as(changed.error()).isEqualTo(200);
            assertThat(changed.header("ETag")).isEqualTo("\"2\"");
            awaitState("page", "down");
            await().atMost(PATIENCE).until(() -> openIncidents() == 1);
            assertThat(api.call("PATCH", path, "{}", "If-Match", "\"1\"").status()).isEqualTo(412);

            assertThat(api.call("PATCH", path, "{'enabled': false}").status()).isEqualTo(200);
            assertThat(status("page").path("state").asText()).isEqualTo("paused");
            assertThat(api.call("GET", path, "").data().path("running").asBoolean()).isFalse();
            assertThat(api.call("PATCH", path, "{'enabled': true, 'expect': null}").status())
                    .isEqualTo(200);
            awaitState("page", "up");

            assertThat(api.call("POST", MONITORS, http("page", "127.0.0.1", "/", "")).status())
                    .isEqualTo(409);
            assertThat(api.call("DELETE", path, "").status()).isEqualTo(200);
            assertThat(api.call("GET", path, "").status()).isEqualTo(404);
            assertThat(api.call("DELETE", path, "").status()).isEqualTo(404);
            assertThat(status("page").isMissingNode()).isTrue();
            assertThat(openIncidents()).isZero();
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        try (ToriProcess tori = run()) {
            assertThat(api.call("GET", MONITORS, "").data().path("total").asInt()).isEqualTo(1);
            assertThat(tori.isAlive()).isTrue();
        }
    }

    private int openIncidents() throws Exception {
        return api.call("GET", "/api/v1/incidents?state=open", "").data().path("total").asInt();
    }

    @Test
    void shouldSayWhatCannotBeAddedAndWhatCannotBeChangedHere() throws Exception {
        try (ToriProcess tori = run()) {
            JsonNode port = api.call("GET", MONITORS, "").data().path("monitors").path(0);
            assertThat(port.path("source").asText()).isEqualTo("file");
            String path = MONITORS + "/" + port.path("id").asText();
            assertThat(api.call("GET", path, "").data()).isEqualTo(port);
            assertThat(api.call("PATCH", path, "{'enabled': false}").error())
                    .contains("box/port is written in config.yaml; change it there");
            assertThat(api.call("DELETE", path, "").status()).isEqualTo(409);

            ApiCaller.Reply bad =
                    api.call(
                            "POST",
                            MONITORS,
                            "{'name': 'x', 'type': 'http', 'url': 'nowhere', 'interval': 'soon',"
                                    + " 'owner': 3, 'expect': {'latency': '-1s'}}");
            assertThat(bad.status()).isEqualTo(400);
            List<String> reasons = new ArrayList<>();
            bad.json().at("/error/reasons").forEach(reason -> reasons.add(reason.asText()));
            assertThat(reasons)
                    .hasSize(4)
                    .anyMatch(reason -> reason.startsWith("url: "))
                    .anyMatch(reason -> reason.startsWith("interval: "))
                    .anyMatch(reason -> reason.startsWith("owner: "))
                    .anyMatch(reason -> reason.startsWith("expect.latency: "));
            assertThat(api.call("POST", MONITORS, "{'name': ").status()).isEqualTo(400);
            assertThat(
                            api.call("POST", MONITORS, "{'name': '" + "x".repeat(70_000) + "'}")
                                    .status())
                    .isEqualTo(413);
            assertThat(api.call("POST", MONITORS, http("x", "${HOME}", "/", "")).error())
                    .contains("url: ")
                    .doesNotContain(System.getProperty("user.home") + "\"");
            assertThat(api.call("GET", MONITORS, "").data().path("total").asInt()).isEqualTo(1);
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldNotLookIntoTheNetworkInside() throws Exception {
        int insidePort = secret.getAddress().getPort();
        try (ToriProcess tori = run()) {
            for (String host : List.of("127.0.0.2", "[::1]", "169.254.169.254", "10.0.0.1")) {
                assertThat(api.call("POST", MONITORS, http("x", host, "/", "")).error())
                        .contains("url: leads to ");
            }
            String often = ", 'interval': '200ms', 'timeout': '5s'";
            add(http("away", "site.test", "/away", often));
            add(http("metadata", "site.test", "/metadata", often));
            add(http("name", "inside.test", "/", often));
            add(http("turning", "turning.test", "/turning", often));
            add("{'name': 'tcp', 'type': 'tcp', 'address': 'inside.test:" + insidePort + "'}");
            add(
                    "{'name': 'dns', 'type': 'dns', 'query': 'a.example',"
                            + " 'resolver': 'inside.test'}");
            add(
                    "{'name': 'shop', 'type': 'shopify', 'url': 'http://inside.test:"
                            + insidePort
                            + "'}");
            for (String name : List.of("away", "metadata", "name", "tcp", "dns", "shop")) {
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(status(name).path("trouble").asText())
                                        .as(name)
                                        .contains(" leads to a")
                                        .contains("server.allow_private"));
            }
            assertThat(api.call("GET", "/api/v1/incidents", "").data().findValuesAsText("cause"))
                    .contains("forbidden");

            // A name that first stands for what may be asked, and then for what may not.
            Files.writeString(hosts, "127.0.0.1 turning.test\n");
            awaitState("turning", "up");
            Files.writeString(hosts, "127.0.0.2 turning.test\n");
            awaitState("turning", "down");
            assertThat(status("turning").path("trouble").asText())
                    .startsWith("turning.test leads to a loopback address");
            assertThat(inside).isEmpty();
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldKeepAndNotWatchWhatAReloadForbids() throws Exception {
        try (ToriProcess tori = run()) {
            String path = add(http("page", "127.0.0.1", "/page", ", 'notify': 'log'"));
            awaitState("page", "up");
            configure("127.0.0.2");
            assertThat(api.call("POST", "/-/reload", "").status()).isEqualTo(200);
            JsonNode kept = api.call("GET", path, "").data();
            assertThat(kept.path("running").asBoolean()).isFalse();
            assertThat(kept.at("/problems/0").asText()).startsWith("url: leads to a loopback");
            assertThat(status("page").isMissingNode()).isTrue();
            configure("127.0.0.0/8");
            assertThat(api.call("POST", "/-/reload", "").status()).isEqualTo(200);
            awaitState("page", "up");
            assertThat(tori.isAlive()).isTrue();
        }
    }
}
