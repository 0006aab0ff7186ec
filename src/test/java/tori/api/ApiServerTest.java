package tori.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tori.model.MonitorId;
import tori.signing.KeyDirectory;
import tori.signing.KeyFile;
import tori.signing.SignatureChecker;
import tori.signing.SigningKey;
import tori.telemetry.ProfileEvent;
import tori.telemetry.Profiler;
import tori.telemetry.PrometheusMeters;
import tori.time.SystemClocks;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class ApiServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final PrometheusMeters meters = new PrometheusMeters(SystemClocks.monotonic());
    private final List<String> livenessProblems = new ArrayList<>();
    private final List<String> readinessProblems = new ArrayList<>();
    private final List<StatusSource.MonitorRow> monitors = new ArrayList<>();
    private final List<StatusSource.EventRow> events = new ArrayList<>();
    private Reloader.Outcome reloadOutcome = new Reloader.Outcome.Done("2 monitors added");
    private @Nullable KeyDirectory keys;
    private ApiServer server;

    @BeforeEach
    void start() throws IOException {
        server = start("127.0.0.1", 0);
    }

    private ApiServer start(String host, int port) throws ApiException {
        Health health =
                new Health() {
                    @Override
                    public List<String> livenessProblems() {
                        return livenessProblems;
                    }

                    @Override
                    public List<String> readinessProblems() {
                        return readinessProblems;
                    }
                };
        StatusSource status =
                new StatusSource() {
                    @Override
                    public List<MonitorRow> monitors() {
                        return monitors;
                    }

                    @Override
                    public List<EventRow> latestEvents(int limit) {
                        return events;
                    }
                };
        return ApiServer.start(
                new ApiSettings(host, port, folder.resolve("captures")),
                new ApiDependencies(
                        meters::scrape,
                        health,
                        () -> reloadOutcome,
                        status,
                        new Profiler(Path.of("profiles")),
                        new MemoryDesk(),
                        () -> keys,
                        new MemoryIncidentDesk(),
                        push -> HeartbeatDesk.Receipt.UNKNOWN,
                        Instant::now,
                        UUID::randomUUID));
    }

    @Test
    void shouldShowTheKeyThatPollsAreSignedWith() throws Exception {
        assertThat(failure(send("GET", KeyDirectory.PATH), "not_found").path("message").asText())
                .contains("http.signing");

        SigningKey key = KeyFile.open(folder.resolve("key.pem")).key();
        keys = new KeyDirectory(key, "https://bot.example.com", SystemClocks.wall());
        HttpResponse<String> response = send("GET", KeyDirectory.PATH);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().allValues("Content-Type"))
                .containsExactly("application/http-message-signatures-directory+json");
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("max-age=3600");
        assertThat(JSON.readTree(response.body()).at("/keys/0/kid").asText()).isEqualTo(key.id());
        assertThat(response.body()).doesNotContain("\"d\"");
        // Whoever is asked, by whatever name, signs as the agent only.
        new SignatureChecker(response.body())
                .check(name -> response.headers().firstValue(name).orElse(null), "bot.example.com");
        assertThat(send("HEAD", KeyDirectory.PATH).statusCode()).isEqualTo(200);
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
        meters.close();
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Speaks HTTP by hand, for headers that clients do not let one set. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            // Nothing more follows: the server need not wait for it.
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonNode failure(HttpResponse<String> response, String kind) throws Exception {
        JsonNode envelope = JSON.readTree(response.body());
        assertThat(envelope.path("success").asBoolean(true)).isFalse();
        assertThat(envelope.path("request_id").asText())
                .isEqualTo(response.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(envelope.path("error").path("kind").asText()).isEqualTo(kind);
        assertThat(envelope.path("error").path("message").asText()).isNotEmpty();
        return envelope.path("error");
    }

    @Test
    void shouldServeMetricsInTheFormatAskedFor() throws Exception {
        meters.reloaded(true);
        HttpResponse<String> text = send("GET", "/metrics");
        assertThat(text.statusCode()).isEqualTo(200);
        assertThat(text.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(text.body()).contains("tori_config_last_reload_successful 1.0");

        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server + "/metrics"))
                        .header("Accept", "application/openmetrics-text; version=1.0.0")
                        .build();
        HttpResponse<String> open = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(open.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz"})
    void shouldTellHealthAndWhatIsWrong(String path) throws Exception {
        HttpResponse<String> good = send("GET", path);
        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(good.body()).path("success").asBoolean()).isTrue();

        (path.equals("/livez") ? livenessProblems : readinessProblems)
                .addAll(List.of("the timer stands still", "and so on"));
        HttpResponse<String> bad = send("GET", path);
        assertThat(bad.statusCode()).isEqualTo(503);
        assertThat(failure(bad, "internal").path("reasons"))
                .extracting(JsonNode::asText)
                .containsExactly("the timer stands still", "and so on");
    }

    @Test
    void shouldAnswerWhatIsNotThereInTheEnvelope() throws Exception {
        HttpResponse<String> missing = send("GET", "/nowhere");
        assertThat(missing.statusCode()).isEqualTo(404);
        failure(missing, "not_found");

        HttpResponse<String> wrong = send("POST", "/metrics");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).hasValue("GET");
        failure(wrong, "invalid_input");
    }

    @Test
    void shouldSendSecurityHeadersAlways() throws Exception {
        for (String path : List.of("/", "/nowhere", "/metrics")) {
            HttpResponse<String> response = send("GET", path);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        }
    }

    @Test
    void shouldAnswerHeadWithoutABody() throws Exception {
        HttpResponse<String> head = send("HEAD", "/livez");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(send("HEAD", "/debug/threads").statusCode()).isEqualTo(405);
    }

    @Test
    void shouldReloadAndSayHowItWent() throws Exception {
        HttpResponse<String> done = send("POST", "/-/reload");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(done.body()).path("message").asText())
                .isEqualTo("2 monitors added");

        reloadOutcome = new Reloader.Outcome.Refused(List.of("config.yaml:3:5: defaults: wrong"));
        HttpResponse<String> refused = send("POST", "/-/reload");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(failure(refused, "invalid_input").path("reasons").path(0).asText())
                .isEqualTo("config.yaml:3:5: defaults: wrong");

        reloadOutcome = new Reloader.Outcome.Busy("a reload is under way");
        HttpResponse<String> busy = send("POST", "/-/reload");
        assertThat(busy.statusCode()).isEqualTo(409);
        failure(busy, "conflict");

        assertThat(send("GET", "/-/reload").statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({
        "Host: evil.example",
        "Host: 127.0.0.1.evil.example:8080",
        "Host: localhost@evil.example",
        "'Host: localhost\nOrigin: https://evil.example'",
        "'Host: localhost\nOrigin: null'",
        "'Host: localhost\nSec-Fetch-Site: cross-site'",
        "'Host: localhost\nSec-Fetch-Site: same-site'",
        "'Host: localhost\nX-Forwarded-For: 8.8.8.8'",
        "'Host: localhost\nForwarded: for=8.8.8.8'",
        "'Host: localhost\nVia: 1.1 proxy'",
    })
    void shouldRefuseDebuggingAndReloadingWhereItMayNotBeMeant(String headers) throws Exception {
        for (String line : List.of("GET /debug/threads", "POST /-/reload")) {
            String answer =
                    raw(
                            line
                                    + " HTTP/1.1\n"
                                    + headers
                                    + "\nContent-Length: 0\nConnection: close\n\n");
            // Some of these names are refused before anybody looks at the path.
            assertThat(answer.lines().findFirst().orElseThrow()).containsPattern(" 40[03] ");
            assertThat(answer).doesNotContain("\"success\":true").doesNotContain("tori-threads");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:80", "127.0.0.1:9", "[::1]:80", "LOCALHOST"})
    void shouldAllowDebuggingByLoopbackNames(String host) throws Exception {
        String answer =
                raw(
                        "GET /debug/threads HTTP/1.1\nHost: "
                                + host
                                + "\nOrigin: http://"
                                + host
                                + "\nSec-Fetch-Site: same-origin\nConnection: close\n\n");
        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void shouldShowThreadsVirtualOnesIncluded() throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofVirtual().name("gorilla/energy").start(end::join);
        try {
            assertThat(send("GET", "/debug/threads").body()).contains("gorilla/energy");
            JsonNode json = JSON.readTree(send("GET", "/debug/threads?format=json").body());
            assertThat(json.has("threadDump")).isTrue();
        } finally {
            end.complete(null);
        }
        assertThat(folder.resolve("captures")).isEmptyDirectory();
    }

    @Test
    void shouldStreamAHeapDumpAndDeleteIt() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/debug/heap")).build();
        Path target = folder.resolve("heap.hprof");
        HttpResponse<Path> response =
                client.send(request, HttpResponse.BodyHandlers.ofFile(target));
        assertThat(response.statusCode()).isEqualTo(200);
        try (var in = Files.newInputStream(target)) {
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("JAVA PROFILE");
        }
        await().untilAsserted(() -> assertThat(folder.resolve("captures")).isEmptyDirectory());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/debug/jfr?seconds=0",
                "/debug/jfr?seconds=601",
                "/debug/jfr?seconds=-1",
                "/debug/jfr?seconds=x",
                "/debug/profile?event=magic",
                "/debug/profile?format=pdf",
                "/debug/profile?event=cpu,file=/tmp/x",
            })
    void shouldRefuseWrongParameters(String path) throws Exception {
        HttpResponse<String> response = send("GET", path);
        assertThat(response.statusCode()).isEqualTo(400);
        failure(response, "invalid_input");
    }

    @Test
    void shouldGiveProfilesToTheClient() throws Exception {
        ProfileClient profiles = new ProfileClient(URI.create(server.toString()));
        Path recording = folder.resolve("out/a.jfr");
        profiles.record(1, recording);
        assertThat(Files.readAllBytes(recording)).startsWith('F', 'L', 'R', 0);

        Path page = folder.resolve("out/a.html");
        profiles.sample(ProfileEvent.WALL, 1, page);
        assertThat(page).content().startsWith("<!DOCTYPE html>");

        Path stacks = folder.resolve("out/a.collapsed");
        profiles.sample(ProfileEvent.WALL, 1, stacks);
        assertThat(stacks).content().containsPattern("(?m)^\\S.* \\d+$");

        assertThatThrownBy(() -> profiles.record(0, recording))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("seconds is a whole number from 1 to 600");
        assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void shouldSayThatNothingAnswers() throws Exception {
        int port = server.port();
        server.close();
        ProfileClient profiles = new ProfileClient(URI.create("http://127.0.0.1:" + port));
        assertThatThrownBy(() -> profiles.record(1, folder.resolve("x.jfr")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("no tori answers at http://127.0.0.1:" + port);
    }

    @Test
    void shouldTakeOneProfileAtATimeAndStopQuicklyMeanwhile() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server + "/debug/jfr?seconds=600")).build();
        CompletableFuture<HttpResponse<String>> running =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        await().untilAsserted(() ->
                assertThat(send("GET", "/debug/jfr?seconds=1").statusCode()).isEqualTo(409));

        long before = System.nanoTime();
        server.close();
        Duration took = Duration.ofNanos(System.nanoTime() - before);

        // Far less than the profile takes: closing does not wait for it.
        assertThat(took).isLessThan(Duration.ofMinutes(1));
        running.handle((response, failure) -> null).get(20, TimeUnit.SECONDS);
        await().untilAsserted(() -> assertThat(folder.resolve("captures")).isEmptyDirectory());
    }

    @Test
    void shouldShowStatusWithEverythingEscaped() throws Exception {
        monitors.add(
                new StatusSource.MonitorRow(
                        new MonitorId("<script>alert(1)</script>", "energy"),
                        StatusSource.State.UP,
                        null,
                        Instant.parse("2026-01-01T10:00:00.5Z"),
                        null,
                        null,
                        Duration.ZERO,
                        "\"' onload=x",
                        null,
                        0,
                        null,
                        7));
        events.add(
                new StatusSource.EventRow(
                        Instant.parse("2026-01-01T09:00:00Z"),
                        "/gorilla/energy",
                        "tori.variant.restocked",
                        "1/2",
                        "<b>Mug & Cup</b>"));
        HttpResponse<String> page = send("GET", "/plain");
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.body())
                .contains("<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>")
                .contains("<td>&quot;&#39; onload=x</td>")
                .contains("<td>&lt;b&gt;Mug &amp; Cup&lt;/b&gt;</td>")
                .contains("2026-01-01T10:00:00Z")
                .contains("<td class=\"good\">up</td>")
                .doesNotContain("<script");
        assertThat(send("GET", "/tori.css").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldBoundTheStatusPage() throws Exception {
        for (int i = 0; i < 1_500; i++) {
            MonitorId id = new MonitorId("site", "m" + i);
            monitors.add(StatusRows.up(id));
        }
        assertThat(send("GET", "/plain").body())
                .contains("… and 500 more")
                .doesNotContain("m1000<");
    }

    @Test
    void shouldSayThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> start("127.0.0.1", taken.getLocalPort()).close())
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("Address already in use")
                    .hasMessageContaining("server.listen");
        }
    }

    @Test
    void shouldSayThatTheHostIsNoAddressOfThisMachine() {
        assertThatThrownBy(() -> start("192.0.2.1", 0).close())
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("cannot listen on 192.0.2.1:0");
    }

    @Test
    void shouldRefuseHugeHeadersAndBodies() throws Exception {
        String header = raw("GET / HTTP/1.1\nHost: x\nX: " + "a".repeat(40_000) + "\n\n");
        assertThat(header).doesNotContain("200 OK");
        String body =
                raw(
                        "POST /-/reload HTTP/1.1\nHost: localhost\nContent-Length: 999999999\n"
                                + "Connection: close\n\n");
        assertThat(body.toLowerCase(Locale.ROOT)).doesNotContain("\"success\":true");
        assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAnswerRubbishWithoutRepeatingIt() throws Exception {
        String answer = raw("RUB<script>BISH\n\n");
        assertThat(answer).doesNotContain("<script>").doesNotContain("Exception");
        assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);
    }
}
