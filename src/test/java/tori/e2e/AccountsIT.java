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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Users of the packaged daemon: who they are, what they see, and what outlives a restart. */
@Timeout(180)
class AccountsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String PASSWORD = "correct horse";
    private static final String USERS = "/api/v1/users";

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        port = FreePort.choose();
        configure("");
    }

    @AfterEach
    void close() {
        client.shutdownNow();
    }

    private void configure(String more) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                destinations: {log: {type: file, path: log.jsonl}}
                defaults: {notify: [log]}
                server: {listen: "127.0.0.1:%d"%s}
                sites:
                  - name: gorilla
                    url: demo://store
                    monitors: [{name: energy, type: shopify}]
                """
                        .formatted(port, more));
    }

    /** An answer: its status, its headers and its envelope. */
    private record Reply(HttpResponse<String> response, JsonNode body) {

        int status() {
            return response.statusCode();
        }

        JsonNode data() {
            return body.path("data");
        }
    }

    private Reply send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(PATIENCE)
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(response, JSON.readTree(response.body()));
    }

    private Reply as(String token, String method, String path) throws Exception {
        return send(method, path, "", "Authorization", "Bearer " + token);
    }

    private static String credentials(String name, String password) {
        return "{\"name\": \"%s\", \"password\": \"%s\"}".formatted(name, password);
    }

    private String login(String name, String password) throws Exception {
        Reply reply = send("POST", USERS + "/login", credentials(name, password));
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
        return reply.data().path("token").asText();
    }

    private ToriProcess start() throws Exception {
        ToriProcess tori = ToriProcess.start(folder);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> send("GET", "/livez", "").status() == 200);
        return tori;
    }

    private static void stop(ToriProcess tori) throws Exception {
        tori.signal("TERM");
        assertThat(tori.awaitExit()).as("%s", tori.stderr()).isZero();
    }

    /** Runs {@code tori user …} with a line of input; returns what it printed. */
    private String user(int status, String password, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-jar",
                                System.getProperty("tori.jar"),
                                "user"));
        command.addAll(List.of(arguments));
        Path input = Files.writeString(folder.resolve("input"), password + "\n");
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(input.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            int exit = process.waitFor();
            String text = Files.readString(output);
            assertThat(exit).as(text).isEqualTo(status);
            return text;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldRegisterTheFirstAndKnowUsersAfterARestart() throws Exception {
        String root;
        try (ToriProcess tori = start()) {
            String elsewhere = "203.0.113.9";
            Reply refused =
                    send(
                            "POST",
                            USERS + "/register",
                            credentials("root", PASSWORD),
                            "X-Forwarded-For",
                            elsewhere);
            assertThat(refused.status()).isEqualTo(403);
            Reply first = send("POST", USERS + "/register", credentials("root", PASSWORD));
            assertThat(first.status()).isEqualTo(201);
            assertThat(first.data().path("admin").asBoolean()).isTrue();
            Reply closed = send("POST", USERS + "/register", credentials("bob", PASSWORD));
            assertThat(closed.status()).isEqualTo(403);

            root = login("root", PASSWORD);
            assertThat(as(root, "GET", USERS + "/profile").data().path("name").asText())
                    .isEqualTo("root");
            // What is the operator's on this machine is the administrator's from anywhere.
            Reply reload =
                    send(
                            "POST",
                            "/-/reload",
                            "",
                            "Authorization",
                            "Bearer " + root,
                            "X-Forwarded-For",
                            elsewhere);
            assertThat(reload.status()).isEqualTo(200);
            assertThat(send("GET", "/api/v1/status", "", "X-Forwarded-For", elsewhere).status())
                    .isEqualTo(401);
            stop(tori);
        }
        try (ToriProcess tori = start()) {
            assertThat(as(root, "GET", USERS + "/profile").data().path("name").asText())
                    .isEqualTo("root");
            Reply changed =
                    send(
                            "POST",
                            USERS + "/password",
                            "{\"password\": \"correct horse\", \"new_password\": \"another"
                                    + " horse\"}",
                            "Authorization",
                            "Bearer " + root);
            assertThat(changed.status()).isEqualTo(200);
            assertThat(as(root, "GET", USERS + "/profile").status()).isEqualTo(401);
            assertThat(send("POST", USERS + "/login", credentials("root", PASSWORD)).status())
                    .isEqualTo(401);
            login("root", "another horse");
            stop(tori);
            assertThat(tori.stderr())
                    .anyMatch(line -> line.contains("Login of \"root\" from 127.0.0.1 failed"))
                    .noneMatch(line -> line.contains("horse"));
        }
    }

    @Test
    void shouldAddUsersBesideARunningDaemonAndAtRest() throws Exception {
        // Nobody has run here before: the store is made.
        assertThat(user(0, PASSWORD, "add", "root", "--admin")).contains("root was added");
        String bob;
        try (ToriProcess tori = start()) {
            assertThat(user(0, PASSWORD, "add", "bob")).contains("bob was added");
            assertThat(user(1, PASSWORD, "add", "gorilla")).contains("a site has this name");
            assertThat(user(1, "short", "add", "eve")).contains("a password has 8 to 200");
            assertThat(user(0, "", "list")).contains("root", "bob").doesNotContain("eve");
            bob = login("bob", PASSWORD);

            assertThat(as(bob, "GET", "/api/v1/status").data().path("total").asInt(-1)).isZero();
            assertThat(as(bob, "GET", "/api/v1/incidents").data().path("total").asInt(-1)).isZero();
            for (String path : List.of("/api/v1/deliveries", "/debug/threads", USERS, "/plain")) {
                assertThat(as(bob, "GET", path).status()).as(path).isEqualTo(404);
            }
            assertThat(as(bob, "POST", "/-/reload").status()).isEqualTo(404);
            String root = login("root", PASSWORD);
            assertThat(as(root, "GET", "/api/v1/status").data().path("total").asInt()).isEqualTo(1);
            assertThat(as(root, "GET", "/api/v1/deliveries").status()).isEqualTo(200);

            assertThat(user(0, "another horse", "passwd", "bob")).contains("logged out everywhere");
            assertThat(as(bob, "GET", USERS + "/profile").status()).isEqualTo(401);
            bob = login("bob", "another horse");
            stop(tori);
        }
        assertThat(user(0, PASSWORD, "passwd", "bob")).contains("logged out everywhere");
        try (ToriProcess tori = start()) {
            assertThat(as(bob, "GET", USERS + "/profile").status()).isEqualTo(401);
            login("bob", PASSWORD);
            stop(tori);
        }
    }

    @Test
    void shouldLetUsersWatchWhatIsTheirsAndSeeNothingElse() throws Exception {
        String monitors = "/api/v1/monitors";
        try (ToriProcess tori = start()) {
            assertThat(user(0, PASSWORD, "add", "bob")).contains("bob was added");
            assertThat(user(0, PASSWORD, "add", "eve")).contains("eve was added");
            String bob = login("bob", PASSWORD);
            String eve = login("eve", PASSWORD);
            Reply added =
                    send(
                            "POST",
                            monitors,
                            "{\"name\": \"page\", \"type\": \"http\", \"url\":"
                                    + " \"https://shop.example/\", \"enabled\": false}",
                            "Authorization",
                            "Bearer " + bob);
            assertThat(added.status()).as("%s", added.body()).isEqualTo(201);
            assertThat(added.data().path("site").asText()).isEqualTo("bob");
            String one = monitors + "/" + added.data().path("id").asText();

            assertThat(as(bob, "GET", monitors).data().path("total").asInt()).isEqualTo(1);
            assertThat(as(bob, "GET", one).status()).isEqualTo(200);
            assertThat(as(eve, "GET", monitors).data().path("total").asInt(-1)).isZero();
            assertThat(as(eve, "GET", one).status()).isEqualTo(404);
            assertThat(as(eve, "DELETE", one).status()).isEqualTo(404);
            for (String path : List.of("/api/v1/history/bob/page", "/api/v1/uptime/bob/page")) {
                assertThat(as(eve, "GET", path).status()).as(path).isEqualTo(404);
            }
            // Whoever watches something of their own can still log in.
            assertThat(send("POST", "/-/reload", "").status()).isEqualTo(200);
            bob = login("bob", PASSWORD);
            assertThat(as(bob, "DELETE", one).status()).isEqualTo(200);
            stop(tori);
        }
    }

    @Test
    void shouldLimitLoginsAndGoByTheConfigurationInForce() throws Exception {
        try (ToriProcess tori = start()) {
            assertThat(user(0, PASSWORD, "add", "bob")).contains("bob was added");
            int limited = 0;
            for (int i = 0; i < 12; i++) {
                Reply reply = send("POST", USERS + "/login", credentials("bob", "wrong horse"));
                assertThat(reply.status()).isIn(401, 429);
                if (reply.status() == 429) {
                    limited++;
                    long wait =
                            reply.response()
                                    .headers()
                                    .firstValueAsLong("Retry-After")
                                    .orElseThrow();
                    assertThat(wait).isBetween(1L, 30L);
                }
            }
            assertThat(limited).isPositive();

            String[] elsewhere = {"X-Forwarded-For", "203.0.113.9"};
            String eve = credentials("eve", PASSWORD);
            assertThat(send("POST", USERS + "/register", eve, elsewhere).status()).isEqualTo(403);
            configure(", registration: open, read: anyone");
            assertThat(send("POST", "/-/reload", "").status()).isEqualTo(200);
            Reply registered = send("POST", USERS + "/register", eve, elsewhere);
            assertThat(registered.status()).isEqualTo(201);
            assertThat(registered.data().path("admin").asBoolean(true)).isFalse();
            assertThat(send("GET", "/api/v1/status", "", elsewhere).status()).isEqualTo(200);
            assertThat(send("POST", "/-/reload", "", elsewhere).status()).isEqualTo(403);
            stop(tori);
        }
    }
}
