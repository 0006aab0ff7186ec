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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Real answers of the packaged jar are as {@code /openapi.json} says. */
@Timeout(300)
class OpenApiIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NOBODY = "00000000-0000-7000-8000-000000000000";

    /** Take a dump or a while; that they are there is tested elsewhere. */
    private static final List<String> NOT_ASKED =
            List.of(
                    "GET /debug/heap",
                    "GET /debug/jfr",
                    "GET /debug/profile",
                    // Never ends.
                    "GET /api/v1/stream",
                    // For those who show a token.
                    "POST /api/v1/users/logout",
                    "POST /api/v1/users/password");

    @TempDir Path folder;

    private int port;
    private ApiCaller api;

    @BeforeEach
    void start() throws IOException {
        port = FreePort.choose();
        api = new ApiCaller(port);
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                defaults: {interval: 1s, notify: [log], incident: {open_after: 1}}
                server: {listen: "127.0.0.1:%d"}
                store: {url: "sqlite:tori.db"}
                destinations: {log: {type: file, path: events.jsonl}}
                sites:
                  - name: box
                    monitors:
                      - {name: port, type: tcp, address: "127.0.0.1:1", timeout: 1s}
                      - {name: job, type: heartbeat, expect_every: 1h}
                  - name: shop
                    url: demo://store
                    monitors: [{name: all, type: shopify}]
                status_pages: [{name: all, sites: [box, shop]}]
                """
                        .formatted(port));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    /** A description and answers to hold against it. */
    private final class Comparison {

        private final ApiDescription description;

        private Comparison(JsonNode document) {
            this.description = new ApiDescription(document);
        }

        /**
         * Asks, and returns the answer's data.
         *
         * @param template the path as it is described
         * @param path the path to ask, with its query
         */
        private JsonNode ask(int status, String method, String template, String path, String json)
                throws Exception {
            ApiCaller.Reply reply = api.call(method, path, json);
            String what = method + " " + path;
            assertThat(description.problems(method, template, reply)).as(what).isEmpty();
            assertThat(reply.status()).as(what).isEqualTo(status);
            if (!json.isEmpty() && status < 300) {
                JsonNode body = JSON.readTree(json.replace('\'', '"'));
                assertThat(description.requestProblems(method, template, body))
                        .as("body of %s", what)
                        .isEmpty();
            }
            return reply.header("Content-Type").equals("application/json")
                    ? reply.data()
                    : JSON.missingNode();
        }

        private JsonNode get(String path) throws Exception {
            return ask(200, "GET", path.replaceAll("\\?.*", ""), path, "");
        }
    }

    @Test
    void shouldAnswerAsItSays() throws Exception {
        try (ToriProcess tori = ToriProcess.start(folder)) {
            await().atMost(PATIENCE).until(api::isReady);
            await().atMost(PATIENCE)
                    .until(() ->
                            api.call("GET", "/api/v1/incidents", "").data().path("total").asInt()
                                    > 0);
            ApiCaller.Reply document = api.call("GET", "/openapi.json", "");
            assertThat(document.json().path("openapi").asText()).isEqualTo("3.1.0");
            Comparison comparison = new Comparison(document.json());
            service(comparison);
            monitors(comparison);
            incidents(comparison);
            deliveries(comparison);
            users(comparison);
            history(comparison);
            views(comparison);

            Set<String> missed = new TreeSet<>(comparison.description.operations());
            missed.removeAll(comparison.description.seen());
            NOT_ASKED.forEach(missed::remove);
            assertThat(missed).as("described and never asked").isEmpty();
            assertThat(tori.isAlive()).isTrue();
        }
    }

    private static void service(Comparison comparison) throws Exception {
        for (String path :
                List.of(
                        "/",
                        "/tori.css",
                        "/openapi.json",
                        "/livez",
                        "/readyz",
                        "/metrics",
                        "/debug/threads",
                        "/api/v1/status?sort=trouble&state=up,down&limit=3")) {
            comparison.get(path);
        }
        comparison.ask(200, "POST", "/-/reload", "/-/reload", "");
        String keys = "/.well-known/http-message-signatures-directory";
        comparison.ask(404, "GET", keys, keys, "");
        comparison.ask(400, "GET", "/api/v1/status", "/api/v1/status?limit=0", "");
    }

    private static void monitors(Comparison comparison) throws Exception {
        String root = "/api/v1/monitors";
        String one = root + "/{uuid}";
        JsonNode added =
                comparison.ask(
                        201,
                        "POST",
                        root,
                        root,
                        """
                        {'name': 'page', 'type': 'http', 'url': 'https://a.example/x',
                         'interval': '1h', 'expect': {'status': [200, '3xx'], 'body': 'ok'},
                         'headers': {'X-A': 'b'}, 'auth': {'bearer': 'token'},
                         'incident': {'open_after': 2}, 'notify': ['log'], 'enabled': false}
                        """);
        comparison.ask(
                201,
                "POST",
                root,
                root,
                "{'name': 'all', 'type': 'shopify', 'url': 'demo://store', 'collection': 'tea'}");
        comparison.ask(400, "POST", root, root, "{'name': 'x'}");
        comparison.ask(
                409, "POST", root, root, "{'name': 'page', 'type': 'tcp', 'address': 'a:1'}");
        String id = root + "/" + added.path("id").asText();
        comparison.get(root + "?limit=500");
        comparison.ask(200, "GET", one, id, "");
        comparison.ask(200, "PATCH", one, id, "{'interval': null, 'headers': {'X-A': '***'}}");
        comparison.ask(200, "DELETE", one, id, "");
        comparison.ask(404, "GET", one, id, "");
    }

    private static void incidents(Comparison comparison) throws Exception {
        String root = "/api/v1/incidents";
        JsonNode page = comparison.get(root + "?state=open");
        String id = root + "/" + page.at("/incidents/0/id").asText();
        comparison.ask(200, "GET", root + "/{uuid}", id, "");
        comparison.ask(404, "GET", root + "/{uuid}", root + "/" + NOBODY, "");
        comparison.ask(200, "POST", root + "/{uuid}/acknowledge", id + "/acknowledge", "");
        String push = "/api/v1/heartbeats/{site}/{monitor}";
        comparison.ask(200, "GET", push, "/api/v1/heartbeats/box/job?msg=done", "");
        comparison.ask(200, "POST", push, "/api/v1/heartbeats/box/job", "");
        comparison.ask(404, "POST", push, "/api/v1/heartbeats/box/other", "");
    }

    private static void users(Comparison comparison) throws Exception {
        String root = "/api/v1/users";
        String ann = "{'name': 'ann', 'password': 'correct horse'}";
        comparison.ask(201, "POST", root + "/register", root + "/register", ann);
        comparison.ask(403, "POST", root + "/register", root + "/register", ann);
        comparison.ask(200, "POST", root + "/login", root + "/login", ann);
        comparison.ask(
                401,
                "POST",
                root + "/login",
                root + "/login",
                "{'name': 'ann', 'password': 'wrong horse'}");
        comparison.ask(
                201,
                "POST",
                root,
                root,
                "{'name': 'bob', 'password': 'correct horse', 'admin': false}");
        comparison.ask(409, "POST", root, root, ann);
        comparison.ask(
                200,
                "POST",
                root + "/{name}/password",
                root + "/bob/password",
                "{'password': 'another horse'}");
        comparison.get(root);
        comparison.get(root + "/profile");
    }

    private static void history(Comparison comparison) throws Exception {
        String one = "/api/v1/history/{site}/{monitor}";
        for (String step : List.of("raw", "minute", "hour", "day")) {
            comparison.ask(200, "GET", one, "/api/v1/history/box/port?step=" + step, "");
        }
        comparison.ask(400, "GET", one, "/api/v1/history/box/port?step=year", "");
        comparison.ask(404, "GET", one, "/api/v1/history/box/none", "");
        String uptime = "/api/v1/uptime";
        comparison.get(uptime + "?days=90&summary=true");
        comparison.ask(200, "GET", uptime + "/{site}/{monitor}", uptime + "/box/port", "");
        comparison.ask(404, "GET", uptime + "/{site}/{monitor}", uptime + "/box/none", "");
    }

    private static void views(Comparison comparison) throws Exception {
        for (String path :
                List.of(
                        "/plain",
                        "/favicon.svg",
                        "/api/v1/destinations",
                        "/api/v1/events",
                        "/api/v1/status/table")) {
            comparison.get(path);
        }
        for (String operation : comparison.description.operations()) {
            if (operation.startsWith("GET /dashboard/")) {
                comparison.get(operation.substring("GET ".length()));
            }
        }
        comparison.ask(200, "GET", "/status/{name}", "/status/all", "");
        comparison.ask(404, "GET", "/status/{name}", "/status/none", "");
        String page = "/api/v1/status-pages/{name}";
        comparison.ask(200, "GET", page, "/api/v1/status-pages/all", "");
        comparison.ask(404, "GET", page, "/api/v1/status-pages/none", "");
        comparison.ask(200, "GET", "/badge/{site}/{file}", "/badge/box/port.svg", "");
        comparison.ask(404, "GET", "/badge/{site}/{file}", "/badge/box/none.svg", "");
    }

    private static void deliveries(Comparison comparison) throws Exception {
        String root = "/api/v1/deliveries";
        JsonNode owed =
                comparison.ask(202, "POST", root, root, "{'destination': 'log', 'text': 'hello'}");
        String id = root + "/" + owed.at("/deliveries/0/id").asText();
        String event = owed.at("/deliveries/0/event_id").asText();
        await().atMost(PATIENCE)
                .until(() ->
                        comparison
                                .ask(200, "GET", root + "/{id}", id, "")
                                .path("state")
                                .asText()
                                .equals("delivered"));
        comparison.get(root + "?limit=500");
        comparison.ask(200, "GET", "/api/v1/events/{uuid}", "/api/v1/events/" + event, "");
        comparison.ask(404, "GET", "/api/v1/events/{uuid}", "/api/v1/events/" + NOBODY, "");
        for (String what : List.of("retry", "discard")) {
            comparison.ask(200, "POST", root + "/" + what, root + "/" + what, "{'all': true}");
            comparison.ask(409, "POST", root + "/{id}/" + what, id + "/" + what, "");
            comparison.ask(404, "POST", root + "/{id}/" + what, root + "/999999/" + what, "");
        }
        comparison.ask(404, "POST", root, root, "{'destination': 'none', 'text': 'hello'}");
    }
}
