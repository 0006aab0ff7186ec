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
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The packaged daemon among those who mean harm: see src/docs/security.md. */
@Timeout(300)
class SecurityIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "correct horse";
    private static final String USERS = "/api/v1/users";
    private static final String MONITORS = "/api/v1/monitors";
    private static final String LOGIN_HEAD =
            "POST /api/v1/users/login HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\n";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    private final List<Socket> sockets = new ArrayList<>();
    private int port;
    private ApiCaller api;

    @BeforeEach
    void prepare() throws IOException {
        port = FreePort.choose();
        api = new ApiCaller(port);
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                destinations: {log: {type: file, path: log.jsonl}}
                defaults: {notify: [log], interval: 10s, incident: {open_after: 1}}
                server: {listen: "127.0.0.1:%d", registration: open, allow_private: 127.0.0.0/8}
                store: {url: "sqlite:tori.db"}
                status_pages: [{name: all, title: "<script>alert(0)</script>", sites: [box]}]
                sites:
                  - name: box
                    monitors:
                      - {name: "<img src=x onerror=alert(1)>", type: tcp, address: "127.0.0.1:1"}
                """
                        .formatted(port));
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        api.close();
    }

    private ToriProcess run() throws IOException {
        ToriProcess tori = ToriProcess.start(folder);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api.isReady()).as("%s", tori.stderr()).isTrue());
        return tori;
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setSoTimeout(60_000);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** All that comes until the daemon closes, or resets what nobody has read to its end. */
    private static String rest(Socket socket) {
        StringBuilder rest = new StringBuilder();
        byte[] bytes = new byte[64 * 1024];
        try {
            for (int n; (n = socket.getInputStream().read(bytes)) >= 0; ) {
                rest.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return rest.toString();
        }
        return rest.toString();
    }

    private String answer(String request) throws IOException {
        Socket socket = connect("127.0.0.1");
        say(socket, request);
        socket.shutdownOutput();
        return rest(socket);
    }

    private static String credentials(String name) throws IOException {
        return JSON.writeValueAsString(
                JSON.createObjectNode().put("name", name).put("password", PASSWORD));
    }

    private String user(String name) throws Exception {
        ApiCaller.Reply added = api.call("POST", USERS + "/register", credentials(name));
        assertThat(added.status()).as(added.error()).isEqualTo(201);
        return token(name);
    }

    private String token(String name) throws Exception {
        ApiCaller.Reply reply = api.call("POST", USERS + "/login", credentials(name));
        assertThat(reply.status()).as(reply.error()).isEqualTo(200);
        return reply.data().path("token").asText();
    }

    private ApiCaller.Reply as(String token, String method, String path, String body)
            throws Exception {
        return api.call(method, path, body, "Authorization", "Bearer " + token);
    }

    @Test
    void shouldServeOthersWhileManyDripOrReadNothing() throws Exception {
        try (ToriProcess tori = run()) {
            String root = user("root");
            for (int i = 0; i < 900; i++) {
                Socket socket = connect("127.0.0.2");
                switch (i % 4) {
                    case 0 -> say(socket, "GET /livez HTTP/1.1\r\nHost: local");
                    case 1 -> say(socket, LOGIN_HEAD + "Content-Length: 60000\r\n\r\n{");
                    case 2 -> say(socket, LOGIN_HEAD + "Transfer-Encoding: chunked\r\n\r\n4\r\n{");
                    default -> {}
                }
            }
            String stream =
                    "GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + root
                            + "\r\n\r\n";
            for (int i = 0; i < 100; i++) {
                say(connect("127.0.0.2"), stream);
            }
            for (int i = 0; i < 5; i++) {
                assertThat(api.call("GET", "/livez", "").status()).isEqualTo(200);
                assertThat(as(root, "GET", USERS + "/profile", "").status()).isEqualTo(200);
                assertThat(api.call("GET", "/api/v1/status", "").status()).isEqualTo(200);
            }
            token("root");
            // Time alone ends what drips: those who were first are gone, without a word from them.
            assertThat(rest(sockets.getFirst())).doesNotContain("HTTP/1.1 200");
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldBoundWhatAnybodySends() throws Exception {
        try (ToriProcess tori = run()) {
            for (String framing :
                    List.of(
                            "Content-Length: 5000000000\r\n\r\n",
                            "Content-Length: 1000000\r\n\r\n",
                            "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
                            "Transfer-Encoding: chunked\r\n\r\nf4240\r\n",
                            // A line that says how long the next piece is, and never ends.
                            "Transfer-Encoding: chunked\r\n\r\n0")) {
                Socket socket = connect("127.0.0.1");
                Thread.startVirtualThread(() -> flood(socket, LOGIN_HEAD + framing));
                assertThat(rest(socket)).as(framing).startsWith("HTTP/1.1 413");
            }
            Socket head = connect("127.0.0.1");
            Thread.startVirtualThread(
                    () -> flood(head, "GET /livez HTTP/1.1\r\nHost: localhost\r\nX: "));
            assertThat(rest(head)).startsWith("HTTP/1.1 4");
            assertThat(api.call("GET", "/livez", "").status()).isEqualTo(200);
            assertThat(String.join("\n", tori.stderr())).doesNotContain("OutOfMemoryError");
            assertThat(tori.isAlive()).isTrue();
        }
    }

    private static void flood(Socket socket, String beginning) {
        try {
            say(socket, beginning);
            OutputStream out = socket.getOutputStream();
            byte[] piece = "0".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 4_096; i++) {
                out.write(piece);
            }
        } catch (IOException e) {
            // It was refused, as it should be.
        }
    }

    @Test
    void shouldTakeNoOneForTheOperatorWhoIsNot() throws Exception {
        try (ToriProcess tori = run()) {
            for (String foreign :
                    List.of(
                            "Host: evil.example:" + port,
                            "Host: 127.0.0.1.evil.example",
                            "Host: 0.0.0.0:" + port,
                            "Host: localhost\r\nOrigin: https://evil.example",
                            "Host: localhost\r\nOrigin: http://localhost:3000",
                            "Host: localhost\r\nSec-Fetch-Site: cross-site",
                            "Host: localhost\r\nX-Forwarded-For: 127.0.0.1",
                            "Host: localhost\r\nCF-Connecting-IP: 127.0.0.1")) {
                for (String line :
                        List.of(
                                "POST /-/reload",
                                "GET /debug/threads",
                                "GET /api/v1/status",
                                "GET " + USERS,
                                "POST " + USERS,
                                "POST " + MONITORS)) {
                    String answer =
                            answer(
                                    line
                                            + " HTTP/1.1\r\n"
                                            + foreign
                                            + "\r\nContent-Length: 0\r\n\r\n");
                    assertThat(answer.substring(0, 12))
                            .as(line + " " + foreign)
                            .containsPattern(" 40[013]");
                }
            }
            String two = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";
            for (String framing :
                    List.of(
                            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                            "Content-Length: 5\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                            "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                            "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")) {
                assertThat(answer(LOGIN_HEAD + framing + two))
                        .startsWith("HTTP/1.1 4")
                        .doesNotContain("\"alive\"");
            }
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldShowAUserNothingOfAnothers() throws Exception {
        try (ToriProcess tori = run()) {
            // The first is an administrator.
            user("root");
            String anna = user("anna");
            String eve = user("eve");
            ApiCaller.Reply added =
                    as(
                            anna,
                            "POST",
                            MONITORS,
                            "{'name': 'page', 'type': 'tcp', 'address': '127.0.0.1:1',"
                                    + " 'interval': '10s'}");
            assertThat(added.status()).as(added.error()).isEqualTo(201);
            String monitor = MONITORS + "/" + added.data().path("id").asText();
            await().atMost(PATIENCE)
                    .until(() ->
                            as(anna, "GET", "/api/v1/incidents", "").data().path("total").asInt()
                                    == 1);
            JsonNode incident =
                    as(anna, "GET", "/api/v1/incidents", "").data().path("incidents").path(0);
            JsonNode event = as(anna, "GET", "/api/v1/events", "").data().path("events").path(0);
            assertThat(event.path("id").asText()).isNotEmpty();
            for (String path :
                    List.of(
                            monitor,
                            "/api/v1/incidents/" + incident.path("id").asText(),
                            "/api/v1/events/" + event.path("id").asText(),
                            "/api/v1/history/anna/page",
                            "/api/v1/uptime/anna/page",
                            "/badge/anna/page.svg")) {
                assertThat(as(anna, "GET", path, "").status()).as(path).isEqualTo(200);
                assertThat(as(eve, "GET", path, "").status()).as(path).isEqualTo(404);
            }
            assertThat(as(eve, "PATCH", monitor, "{'enabled': false}").status()).isEqualTo(404);
            assertThat(as(eve, "DELETE", monitor, "").status()).isEqualTo(404);
            for (String list :
                    List.of(
                            MONITORS,
                            "/api/v1/status",
                            "/api/v1/status/table",
                            "/api/v1/incidents",
                            "/api/v1/events",
                            "/api/v1/uptime")) {
                String seen = as(eve, "GET", list, "").json().path("data").toString();
                assertThat(seen).as(list).doesNotContain("anna").doesNotContain("box");
            }
            ApiCaller.Reply often =
                    as(
                            eve,
                            "POST",
                            MONITORS,
                            "{'name': 'a', 'type': 'tcp', 'address': '127.0.0.1:1', 'interval':"
                                    + " '1s', 'owner': 1, 'site': 'anna'}");
            assertThat(often.status()).isEqualTo(400);
            assertThat(often.error()).contains("owner: ", "site: ");
            assertThat(
                            as(
                                            eve,
                                            "POST",
                                            MONITORS,
                                            "{'name': 'a', 'type': 'tcp', 'address':"
                                                    + " '127.0.0.1:1', 'interval': '1s'}")
                                    .error())
                    .contains("interval: waits at least 10s");
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldWriteNothingIntoItsLogAndPagesThatDoesMoreThanBeRead() throws Exception {
        try (ToriProcess tori = run()) {
            String evil = "x\u2028\u001b[2J\u202e\r\n2026 ERROR forged";
            assertThat(api.call("POST", USERS + "/login", credentials(evil)).status())
                    .isEqualTo(401);
            answer(
                    "GET /status/%0a%1b%5b2J HTTP/1.1\r\n"
                            + "Host: localhost\r\n"
                            + "User-Agent: \u001b[2J\r\n"
                            + "X-Request-Id: forged\r\n\r\n");
            await().atMost(PATIENCE)
                    .until(() ->
                            tori.stderr().stream().anyMatch(line -> line.contains("Login of")));
            assertThat(tori.stderr())
                    .noneMatch(line -> line.startsWith("2026 ERROR forged"))
                    .noneMatch(line -> line.codePoints().anyMatch(c -> c < ' ' && c != '\t'))
                    .noneMatch(line -> line.contains("\u2028") || line.contains("\u202e"));
            for (String path : List.of("/status/all", "/plain")) {
                ApiCaller.Reply page = api.call("GET", path, "");
                assertThat(page.status()).isEqualTo(200);
                assertThat(new String(page.body(), StandardCharsets.UTF_8))
                        .contains("&lt;img src=x onerror=alert(1)&gt;")
                        .doesNotContain("<script>alert")
                        .doesNotContain("<img src=x");
                assertThat(page.header("Content-Security-Policy"))
                        .contains("default-src 'none'")
                        .doesNotContain("unsafe");
            }
            ApiCaller.Reply badge =
                    api.call("GET", "/badge/box/%3Cimg%20src=x%20onerror=alert(1)%3E.svg", "");
            assertThat(new String(badge.body(), StandardCharsets.UTF_8)).doesNotContain("<img");
            assertThat(tori.isAlive()).isTrue();
        }
    }
}
