package tori.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.model.MonitorId;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What attackers send, by the list of OWASP: see src/docs/security.md. */
@Timeout(120)
class SecurityTest {

    private static final String LOGIN = "/api/v1/users/login";
    private static final Set<String> METHODS =
            Set.of("GET", "POST", "PATCH", "DELETE", "PUT", "TRACE", "FOO");

    @TempDir Path folder;

    private AccountServer server;

    @BeforeEach
    void start() throws Exception {
        // Dumps would take long: where their folder should be is a file.
        server = new AccountServer(Files.createFile(folder.resolve("captures")));
        server.add("bob", false);
        server.add("eve", false);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Speaks HTTP by hand, line ends as they are. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> as(String token, String path) throws Exception {
        return server.send("GET", path, "", "Authorization", "Bearer " + token);
    }

    private static String path(Router.Entry route) {
        return route.path()
                .replace("{id}", "1")
                .replace("{uuid}", "00000000-0000-7000-8000-000000000000")
                .replaceAll("\\{[a-z]+}", "x");
    }

    private static int status(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 ");
        return Integer.parseInt(answer.substring(9, 12));
    }

    @Test
    void shouldShowNobodyWhatIsAnothersByItsPath() throws Exception {
        server.monitors.add(StatusRows.up(new MonitorId("bob", "page")));
        server.monitors.add(StatusRows.up(new MonitorId("eve", "page")));
        String bob = server.token("bob");
        String eve = server.token("eve");
        for (String path :
                List.of(
                        "/api/v1/history/%s/page",
                        "/api/v1/uptime/%s/page", "/badge/%s/page.svg")) {
            assertThat(as(bob, path.formatted("bob")).statusCode()).as(path).isEqualTo(200);
            for (String theirs : List.of("bob", "BOB", "bob%2e", "./bob", "eve/../bob")) {
                HttpResponse<String> answer = as(eve, path.formatted(theirs));
                assertThat(answer.statusCode()).as("%s %s", path, theirs).isEqualTo(404);
            }
            JsonNode foreign = error(as(eve, path.formatted("bob")));
            assertThat(foreign).isEqualTo(error(as(eve, path.formatted("nobody"))));
        }
        for (String list : List.of("/api/v1/uptime", "/api/v1/status", "/api/v1/status/table")) {
            for (String query : List.of("", "?site=bob", "?site=eve&site=bob")) {
                assertThat(as(eve, list + query).body()).as(list + query).doesNotContain("\"bob\"");
            }
        }
        assertThat(as(eve, "/api/v1/events?site=bob").body()).contains("\"events\":[]");
    }

    private static JsonNode error(HttpResponse<String> response) throws IOException {
        return AccountServer.JSON.readTree(response.body()).path("error");
    }

    /** Whatever is answered, errors included, and whether or not somebody may see it. */
    @Test
    void shouldSendSecurityHeadersWithEveryAnswer() throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (Router.Entry route : server.routes()) {
            for (String[] caller : List.of(new String[0], AccountServer.FROM_ELSEWHERE)) {
                boolean endless = route.path().equals(StreamPage.PATH);
                String path = path(route) + (path(route).startsWith("/debug/") ? "?seconds=0" : "");
                HttpResponse<String> answer =
                        server.send(endless ? "HEAD" : route.method(), path, "", caller);
                assertGuarded(all, route.toString(), headers(answer));
                boolean mayBeKept =
                        route.path().startsWith("/dashboard/")
                                || Set.of("/", "/favicon.svg", "/openapi.json")
                                        .contains(route.path());
                if (!mayBeKept) {
                    all.assertThat(answer.headers().firstValue("Cache-Control"))
                            .as("kept: %s", route)
                            .hasValue("no-store");
                }
            }
        }
        String host = "Host: localhost\r\n";
        for (String wrong :
                List.of(
                        "RUBBISH\r\n\r\n",
                        "GET / HTTP/1.0\r\n\r\n",
                        "GET / HTTP/1.1\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                        "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n" + host + "\r\n",
                        "GET / HTTP/1.1\r\n" + host + "X: " + "a".repeat(20_000) + "\r\n\r\n",
                        "GET / HTTP/1.1\r\n" + host + "X: a\r\n".repeat(5_000) + "\r\n",
                        "POST / HTTP/1.1\r\n" + host + "Content-Length: 99999999\r\n\r\n",
                        "POST / HTTP/1.1\r\n" + host + "Content-Length: x\r\n\r\n",
                        "GET /nowhere HTTP/1.1\r\n" + host + "\r\n")) {
            String answer = raw(wrong);
            String shown = wrong.substring(0, Math.min(60, wrong.length()));
            assertThat(status(answer)).as(shown).isBetween(400, 505);
            assertGuarded(all, shown, answer.toLowerCase(Locale.ROOT));
        }
        all.assertAll();
    }

    private static String headers(HttpResponse<String> response) {
        StringBuilder lines = new StringBuilder();
        response.headers()
                .map()
                .forEach((name, values) ->
                        lines.append(name).append(": ").append(values.getFirst()).append('\n'));
        return lines.toString().toLowerCase(Locale.ROOT);
    }

    private static void assertGuarded(SoftAssertions all, String what, String headers) {
        all.assertThat(headers)
                .as(what)
                .contains(
                        "x-content-type-options: nosniff",
                        "x-frame-options: deny",
                        "referrer-policy: no-referrer",
                        "content-security-policy: default-src 'none'",
                        "x-request-id: ")
                .doesNotContain("unsafe-inline", "unsafe-eval", "access-control-", "server: ");
    }

    @Test
    void shouldAnswerNoMethodThatIsNotDeclared() throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (Router.Entry route : server.routes()) {
            List<String> declared =
                    server.routes().stream()
                            .filter(one -> one.path().equals(route.path()))
                            .map(Router.Entry::method)
                            .toList();
            for (String method : METHODS) {
                if (!declared.contains(method)) {
                    String answer =
                            raw(
                                    method
                                            + " "
                                            + path(route)
                                            + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    all.assertThat(status(answer)).as("%s %s", method, route).isEqualTo(405);
                }
            }
        }
        all.assertAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method"})
    void shouldGoByTheMethodOfTheRequestAlone(String override) throws Exception {
        HttpResponse<String> answer =
                server.send("GET", "/api/v1/users?" + override + "=POST", "", override, "POST");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"users\":[");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dashboard/../../../../../../etc/passwd",
                "/dashboard/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                "/dashboard/..%2f..%2f..%2fetc%2fpasswd",
                "/dashboard/..%5c..%5cetc%5cpasswd",
                "/dashboard/....//....//etc/passwd",
                "/dashboard/%252e%252e/etc/passwd",
                "/dashboard/app.js%00.html",
                "/dashboard/index.html/../../openapi/",
                "/dashboard//etc/passwd",
                "//etc/passwd",
                "/status/..%2f..%2fetc%2fpasswd",
                "/badge/../../etc/passwd",
                "/tori/api/dashboard/index.html",
                "/META-INF/MANIFEST.MF",
                "/debug",
                "/debug/",
                "/debug/../debug",
                "/debug/pprof",
                "/actuator/env",
                "/.env",
                "/config.yaml",
            })
    void shouldServeNothingButWhatItHas(String path) throws Exception {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(status(answer)).isIn(400, 404);
        assertThat(answer).doesNotContain("root:", "<!DOCTYPE html>", "threads");
    }

    /** Two that read the same bytes must not see different requests in them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5, 6",
                "Content-Length: +5",
                "Content-Length: -5",
                "Content-Length: 0x5",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding:\u000bchunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:",
                "X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\nX: y",
                "X\r\nContent-Length: 5",
            })
    void shouldTakeNoRequestThatCouldBeTwo(String framing) throws Exception {
        String answer =
                raw(
                        "POST "
                                + LOGIN
                                + " HTTP/1.1\r\nHost: localhost\r\n"
                                + framing
                                + "\r\n\r\n"
                                + "0\r\n\r\n"
                                + "GET /livez HTTP/1.1\r\n"
                                + "Host: localhost\r\n\r\n");
        assertThat(status(answer)).isIn(400, 413, 501);
        assertThat(answer).doesNotContain("\"alive\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "ffffffff", "7fffffff", "ffffffffffffffff1", "0x5", "+5", "5 5", ""})
    void shouldTakeNoChunkThatIsNone(String size) throws Exception {
        String answer =
                raw(
                        "POST "
                                + LOGIN
                                + " HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Type: application/json\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + size
                                + "\r\nGET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(status(answer)).isIn(400, 413);
        assertThat(answer).doesNotContain("\"alive\"");
    }

    /** A page whose name an attacker lets stand for 127.0.0.1, in a browser on this machine. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "127.0.0.1.nip.io:80",
                "0.0.0.0:8080",
                "[::]",
                "2130706433",
                "localhost.",
                "127.1",
            })
    void shouldTakeNobodyForTheOperatorByAForeignName(String host) throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (Router.Entry route : server.routes()) {
            if (route.audience() != Audience.ANYONE) {
                String answer =
                        raw(
                                route.method()
                                        + " "
                                        + path(route)
                                        + " HTTP/1.1\r\nHost: "
                                        + host
                                        + "\r\nContent-Length: 0\r\n\r\n");
                all.assertThat(status(answer)).as("%s %s", host, route).isIn(400, 401, 403);
            }
        }
        all.assertAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example\r\nContent-Type: text/plain",
                "Origin: null\r\nContent-Type: application/x-www-form-urlencoded",
                "Sec-Fetch-Site: cross-site\r\nContent-Type: multipart/form-data; boundary=a",
                "Origin: http://localhost:3000\r\nContent-Type: application/json",
                "Origin: https://localhost\r\nContent-Type: application/json",
                "Sec-Fetch-Site: same-site\r\nContent-Type: application/json",
                // Of a browser that says nothing about itself.
                "Content-Type: text/plain",
                "Content-Type: application/x-www-form-urlencoded",
            })
    void shouldTakeNoFormAndNoFetchOfAnotherPage(String headers) throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (Router.Entry route : server.routes()) {
            if (route.audience() == Audience.ANYONE || route.method().equals("GET")) {
                continue;
            }
            String answer =
                    raw(
                            route.method()
                                    + " "
                                    + path(route)
                                    + " HTTP/1.1\r\nHost: localhost\r\n"
                                    + headers
                                    + "\r\nContent-Length: 2\r\n\r\n{}");
            all.assertThat(status(answer)).as("%s %s", headers, route).isIn(401, 403, 415);
        }
        all.assertAll();
    }

    @Test
    void shouldBecomeNoOtherProtocol() throws Exception {
        for (String upgrade : List.of("websocket", "h2c", "TLS/1.2")) {
            String answer =
                    raw(
                            "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                    + "Sec-WebSocket-Version: 13\r\nHTTP2-Settings: AAMAAABk\r\n"
                                    + "Upgrade: "
                                    + upgrade
                                    + "\r\n\r\n");
            assertThat(status(answer)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{\"name\": 1e999999999, \"password\": \"x\"}",
                "{\"name\": 99999999999999999999999999999999999, \"password\": 1}",
                "{\"name\": \"bob\", \"password\": \"x\", \"admin\": true}",
                "{\"name\": \"bob\", \"password\": \"x\", \"id\": 1}",
                "{\"name\": \"bob\", \"password\": \"x\", \"created_at\": \"x\"}",
                "{\"name\": \"bob\", \"name\": \"eve\", \"password\": \"x\"}",
                "{\"name\": {\"$ne\": null}, \"password\": {\"$ne\": null}}",
                "{\"name\": [\"bob\"], \"password\": \"x\"}",
                "{\"name\": \"bob\", \"password\": NaN}",
                "null",
                "\"bob\"",
            })
    void shouldTakeNothingForALoginThatIsNone(String body) throws Exception {
        for (String path : List.of(LOGIN, "/api/v1/users/register")) {
            assertThat(server.send("POST", path, body).statusCode()).as(path).isEqualTo(400);
        }
        assertThat(server.send("POST", LOGIN, "[".repeat(60_000)).statusCode()).isEqualTo(400);
        String deep = "{\"name\":".repeat(7_000) + "1" + "}".repeat(7_000);
        assertThat(server.send("POST", LOGIN, deep).statusCode()).isEqualTo(400);
        String number = "{\"name\": " + "9".repeat(60_000) + "}";
        assertThat(server.send("POST", LOGIN, number).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "identity, gzip"})
    void shouldUnpackNothing(String encoding) throws Exception {
        HttpResponse<String> answer =
                server.send(
                        "POST",
                        LOGIN,
                        "{\"name\": \"bob\", \"password\": \"" + AccountServer.PASSWORD + "\"}",
                        "Content-Encoding",
                        encoding);
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void shouldTakeOneTokenFromOnePlace() throws Exception {
        String bob = server.token("bob");
        String profile = "/api/v1/users/profile";
        String head = "GET " + profile + " HTTP/1.1\r\nHost: localhost\r\n";
        String shown = "Authorization: Bearer " + bob + "\r\n";
        assertThat(status(raw(head + shown + "\r\n"))).isEqualTo(200);
        assertThat(status(raw(head + shown + shown + "\r\n"))).isEqualTo(401);
        assertThat(status(raw(head + shown + "Authorization: Bearer x\r\n\r\n"))).isEqualTo(401);
        HttpResponse<String> query =
                server.send(
                        "GET",
                        profile + "?access_token=" + bob + "&token=" + bob,
                        "",
                        AccountServer.FROM_ELSEWHERE);
        assertThat(query.statusCode()).isEqualTo(401);
    }

    @Test
    void shouldTakeOverNothingIntoItsHeaders() throws Exception {
        HttpResponse<String> answer =
                server.send("GET", "/livez?a=%0d%0aX-Evil:%201", "", "X-Request-Id", "evil");
        assertThat(answer.headers().firstValue("X-Request-Id").orElseThrow())
                .matches("[0-9a-f-]{36}");
        for (String path : List.of("/%0d%0aX-Evil:%201", "/status/%0d%0aX-Evil:%201")) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .doesNotContain("\r\nX-Evil");
        }
    }

    /** The limit counts who has connected: what they say of where they come from is not asked. */
    @Test
    void shouldLimitLoginsWhateverTheySayOfWhereTheyComeFrom() throws Exception {
        int last = 0;
        for (int i = 0; i < 21; i++) {
            last =
                    server.send(
                                    "POST",
                                    LOGIN,
                                    "{\"name\": \"n" + i + "\", \"password\": \"wrong horse\"}",
                                    "X-Forwarded-For",
                                    "203.0.113." + i,
                                    "X-Real-IP",
                                    "203.0.113." + i,
                                    "Forwarded",
                                    "for=203.0.113." + i)
                            .statusCode();
        }
        assertThat(last).isEqualTo(429);
    }
}
