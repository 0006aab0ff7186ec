package tori.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryState;
import tori.delivery.NoSuchDeliveryException;
import tori.telemetry.Profiler;
import tori.telemetry.PrometheusMeters;
import tori.time.SystemClocks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class DeliveryPagesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT = "/api/v1/deliveries";

    @TempDir private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final PrometheusMeters meters = new PrometheusMeters(SystemClocks.monotonic());
    private final MemoryDesk desk = new MemoryDesk();
    private ApiServer server;

    @BeforeEach
    void start() throws IOException {
        Health well =
                new Health() {
                    @Override
                    public List<String> livenessProblems() {
                        return List.of();
                    }

                    @Override
                    public List<String> readinessProblems() {
                        return List.of();
                    }
                };
        StatusSource quiet =
                new StatusSource() {
                    @Override
                    public List<MonitorRow> monitors() {
                        return List.of();
                    }

                    @Override
                    public List<EventRow> latestEvents(int limit) {
                        return List.of();
                    }
                };
        server =
                ApiServer.start(
                        new ApiSettings("127.0.0.1", 0, folder),
                        new ApiDependencies(
                                meters::scrape,
                                well,
                                () -> new Reloader.Outcome.Done(""),
                                quiet,
                                new Profiler(Path.of("profiles")),
                                desk,
                                () -> null,
                                new MemoryIncidentDesk(),
                                push -> HeartbeatDesk.Receipt.UNKNOWN,
                                Instant::now,
                                UUID::randomUUID));
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
        meters.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server + path)));
    }

    private HttpResponse<String> post(String path, String json, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private HttpResponse<String> postNothing(String path) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(server + path))
                        .POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode data(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode envelope = JSON.readTree(response.body());
        assertThat(envelope.path("success").asBoolean()).isTrue();
        return envelope.path("data");
    }

    private static JsonNode error(HttpResponse<String> response, int status, String kind)
            throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode envelope = JSON.readTree(response.body());
        assertThat(envelope.path("success").asBoolean(true)).isFalse();
        assertThat(envelope.path("error").path("kind").asText()).isEqualTo(kind);
        assertThat(envelope.path("error").path("message").asText()).isNotEmpty();
        return envelope.path("error");
    }

    private void addOneOfEach() {
        for (DeliveryState state : DeliveryState.values()) {
            desk.add(
                    state.isOpen() ? "hook" : "log",
                    state,
                    state == DeliveryState.FAILED ? "410 Gone" : null);
        }
    }

    @Test
    void shouldListNewestFirstInPages() throws Exception {
        addOneOfEach();
        JsonNode all = data(get(ROOT), 200);
        assertThat(all.path("total").asInt()).isEqualTo(5);
        assertThat(all.path("limit").asInt()).isEqualTo(50);
        assertThat(all.path("offset").asInt()).isZero();
        assertThat(all.path("deliveries"))
                .extracting(row -> row.path("id").asInt())
                .containsExactly(5, 4, 3, 2, 1);
        JsonNode dead = all.path("deliveries").path(0);
        assertThat(dead.path("state").asText()).isEqualTo("failed");
        assertThat(dead.path("reason").asText()).isEqualTo("410 Gone");
        assertThat(dead.path("accepted_at").asText()).isEqualTo("2026-03-01T12:00:00Z");

        JsonNode page = data(get(ROOT + "?limit=2&offset=3"), 200);
        assertThat(page.path("total").asInt()).isEqualTo(5);
        assertThat(page.path("deliveries"))
                .extracting(row -> row.path("id").asInt())
                .containsExactly(2, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "?state=failed, 5",
        "'?state=failed,delivered', 5 4",
        "?state=failed&state=pending, 5 1",
        "?destination=log, 5 4",
        "?destination=log&state=delivered, 4",
        "?destination=nobody, ''",
    })
    void shouldListWhatFits(String query, String ids) throws Exception {
        addOneOfEach();
        StringBuilder found = new StringBuilder();
        for (JsonNode row : data(get(ROOT + query), 200).path("deliveries")) {
            found.append(found.isEmpty() ? "" : " ").append(row.path("id").asInt());
        }
        assertThat(found).hasToString(ids);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?state=dead",
                "?state=",
                "?state=failed,",
                "?limit=0",
                "?limit=501",
                "?limit=-1",
                "?limit=x",
                "?limit=",
                "?offset=-1",
                "?offset=99999999999",
            })
    void shouldRefuseQuestionsThatAreNotClear(String query) throws Exception {
        error(get(ROOT + query), 400, "invalid_input");
    }

    @Test
    void shouldShowOneWithItsEventAndAttempts() throws Exception {
        long id = desk.add("hook", DeliveryState.FAILED, "503");
        JsonNode shown = data(get(ROOT + "/" + id), 200);
        assertThat(shown.path("destination").asText()).isEqualTo("hook");
        assertThat(shown.path("event").path("data").path("text").asText()).endsWith("hi");
        JsonNode attempt = shown.path("attempts").path(0);
        assertThat(attempt.path("started_at").asText()).isEqualTo("2026-03-01T12:00:00.200Z");
        assertThat(attempt.path("ended_at").asText()).isEqualTo("2026-03-01T12:00:00.450Z");
        assertThat(attempt.path("via").asText()).isEqualTo("hook");
        assertThat(attempt.path("outcome").asText()).isEqualTo("ambiguous");
        assertThat(attempt.path("detail").asText()).startsWith("no answer");
        assertThat(attempt.path("status").asInt()).isEqualTo(503);
        assertThat(attempt.path("excerpt").asText()).startsWith("<b>down</b>");
        assertThat(shown.path("attempts").path(1).path("status").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/7", "/999999999999999999", "/9999999999999999999", "/x", "/-1", "/1/x"})
    void shouldSayThatThereIsNoSuchDelivery(String path) throws Exception {
        error(get(ROOT + path), 404, "not_found");
    }

    @Test
    void shouldRetryADeadLetterOnly() throws Exception {
        addOneOfEach();
        assertThat(data(postNothing(ROOT + "/5/retry"), 200).path("count").asInt()).isEqualTo(1);
        assertThat(desk.states()).containsEntry(5L, DeliveryState.PENDING);

        assertThat(error(postNothing(ROOT + "/5/retry"), 409, "conflict").path("message").asText())
                .isEqualTo("delivery 5 waits for its turn; only a dead letter can be tried again");
        error(post(ROOT + "/4/retry", "{}"), 409, "conflict");
        error(postNothing(ROOT + "/77/retry"), 404, "not_found");
    }

    @Test
    void shouldDiscardWhatIsNotBeingSent() throws Exception {
        addOneOfEach();
        for (long id : List.of(1L, 3L, 5L)) {
            data(postNothing(ROOT + "/" + id + "/discard"), 200);
        }
        assertThat(
                        error(postNothing(ROOT + "/2/discard"), 409, "conflict")
                                .path("message")
                                .asText())
                .isEqualTo("delivery 2 is being sent now; it cannot be discarded");
        error(postNothing(ROOT + "/4/discard"), 409, "conflict");
        assertThat(
                        error(postNothing(ROOT + "/5/discard"), 409, "conflict")
                                .path("message")
                                .asText())
                .contains("was discarded");
        error(postNothing(ROOT + "/5/retry"), 409, "conflict");
        error(postNothing(ROOT + "/77/discard"), 404, "not_found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"all\":true} | 3",
                "{\"destination\":\"log\"} | 1",
                "{\"state\":\"failed\"} | 3",
                "{\"state\":[\"failed\",\"pending\"],\"destination\":\"hook\"} | 2",
                "{\"ids\":[2,3,4,99]} | 2",
                "{\"ids\":[1]} | 0",
                "{\"all\":true,\"destination\":\"nobody\"} | 0",
            })
    void shouldRetryWhatFits(String body, int count) throws Exception {
        desk.add("hook", DeliveryState.PENDING, null);
        desk.add("hook", DeliveryState.FAILED, "500");
        desk.add("hook", DeliveryState.FAILED, "500");
        desk.add("log", DeliveryState.DELIVERED, null);
        desk.add("log", DeliveryState.FAILED, "full");
        assertThat(data(post(ROOT + "/retry", body), 200).path("count").asInt()).isEqualTo(count);
    }

    @Test
    void shouldDiscardOnlyDeadLettersUnlessTold() throws Exception {
        addOneOfEach();
        assertThat(data(post(ROOT + "/discard", "{\"all\":true}"), 200).path("count").asInt())
                .isEqualTo(1);
        assertThat(desk.states()).containsEntry(1L, DeliveryState.PENDING);
        assertThat(
                        data(post(ROOT + "/discard", "{\"state\":\"pending\"}"), 200)
                                .path("count")
                                .asInt())
                .isEqualTo(1);
        assertThat(desk.detail(1).row().discarded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "true",
                "{\"all\":false}",
                "{\"all\":\"true\"}",
                "{\"all\":1}",
                "{\"ids\":[]}",
                "{\"ids\":5}",
                "{\"ids\":[0]}",
                "{\"ids\":[1.5]}",
                "{\"ids\":[\"1\"]}",
                "{\"ids\":[99999999999999999999]}",
                "{\"state\":[]}",
                "{\"state\":\"dead\"}",
                "{\"state\":null}",
                "{\"destination\":\"\"}",
                "{\"destination\":null}",
                "{\"al\":true}",
                "{\"all\":true,\"all\":false}",
                "{\"all\":true} {}",
                "{\"all\":true",
            })
    void shouldDecideNothingThatIsNotSaidClearly(String body) throws Exception {
        desk.add("hook", DeliveryState.FAILED, "500");
        for (String verb : List.of("/retry", "/discard")) {
            error(post(ROOT + verb, body), 400, "invalid_input");
        }
        assertThat(desk.states()).containsEntry(1L, DeliveryState.FAILED);
    }

    @Test
    void shouldAcceptANotice() throws Exception {
        JsonNode accepted = data(post(ROOT, "{\"destination\":\"hook\",\"text\":\"Grüße\"}"), 202);
        assertThat(accepted.path("key").asText()).isNotEmpty();
        assertThat(accepted.path("deliveries")).hasSize(1);
        JsonNode delivery = accepted.path("deliveries").path(0);
        assertThat(delivery.path("id").asInt()).isEqualTo(1);
        assertThat(delivery.path("destination").asText()).isEqualTo("hook");
        assertThat(delivery.path("state").asText()).isEqualTo("pending");
        assertThat(delivery.path("repeated").asBoolean(true)).isFalse();
        assertThat(UUID.fromString(delivery.path("event_id").asText())).isNotNull();

        JsonNode both =
                data(
                        post(
                                ROOT,
                                "{\"destination\":[\"log\",\"hook\",\"log\"],\"text\":\"x\","
                                        + "\"entity\":\"order 7\"}"),
                        202);
        assertThat(both.path("deliveries"))
                .extracting(entry -> entry.path("destination").asText())
                .containsExactly("log", "hook");
        assertThat(data(get(ROOT + "/2"), 200).path("entity").asText()).isEqualTo("tori/order 7");
    }

    @Test
    void shouldAnswerARepeatedKeyWithTheFirstOutcome() throws Exception {
        String notice = "{\"destination\":\"hook\",\"text\":\"x\"}";
        JsonNode first = data(post(ROOT, notice, "Idempotency-Key", "order-7"), 202);
        assertThat(first.path("key").asText()).isEqualTo("order-7");
        desk.become(1, DeliveryState.FAILED);

        JsonNode again = data(post(ROOT, notice, "Idempotency-Key", "order-7"), 200);
        JsonNode delivery = again.path("deliveries").path(0);
        assertThat(delivery.path("id").asInt()).isEqualTo(1);
        assertThat(delivery.path("event_id"))
                .isEqualTo(first.path("deliveries").path(0).path("event_id"));
        assertThat(delivery.path("state").asText()).isEqualTo("failed");
        assertThat(delivery.path("repeated").asBoolean()).isTrue();

        String other = "{\"destination\":[\"hook\",\"log\"],\"text\":\"y\"}";
        JsonNode conflict = error(post(ROOT, other, "Idempotency-Key", "order-7"), 409, "conflict");
        assertThat(conflict.path("reasons"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "hook: not accepted, the key belongs to another notice (delivery 1)",
                        "log: accepted (delivery 2)");
        data(post(ROOT, notice, "Idempotency-Key", "order-8"), 202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "t\tab", "ümlaut"})
    void shouldRefuseKeysThatReceiversCouldNotRead(String key) throws Exception {
        String body = "{\"destination\":\"hook\",\"text\":\"x\"}";
        String answer =
                raw(
                        "POST "
                                + ROOT
                                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                + "Content-Type: application/json\r\nIdempotency-Key: "
                                + key
                                + "\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body);
        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(desk.states()).isEmpty();
    }

    @Test
    void shouldBoundKeys() throws Exception {
        String notice = "{\"destination\":\"hook\",\"text\":\"x\"}";
        data(post(ROOT, notice, "Idempotency-Key", "k".repeat(255)), 202);
        error(post(ROOT, notice, "Idempotency-Key", "k".repeat(256)), 400, "invalid_input");
        error(post(ROOT, notice, "Idempotency-Key", ""), 400, "invalid_input");
    }

    @Test
    void shouldNameTheDestinationsThereAre() throws Exception {
        JsonNode error =
                error(
                        post(ROOT, "{\"destination\":[\"hook\",\"hok\"],\"text\":\"x\"}"),
                        404,
                        "not_found");
        assertThat(error.path("message").asText())
                .isEqualTo("there is no destination hok; known: hook, log");
        assertThat(desk.states()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"destination\":\"hook\"}",
                "{\"text\":\"x\"}",
                "{\"destination\":[],\"text\":\"x\"}",
                "{\"destination\":[7],\"text\":\"x\"}",
                "{\"destination\":\"hook\",\"text\":\"\"}",
                "{\"destination\":\"hook\",\"text\":\" \\n\"}",
                "{\"destination\":\"hook\",\"text\":7}",
                "{\"destination\":\"hook\",\"text\":\"x\",\"entity\":\"\"}",
                "{\"destination\":\"hook\",\"text\":\"x\",\"entity\":\"a\\u0000\"}",
                "{\"destination\":\"hook\",\"text\":\"x\",\"entity\":null}",
                "{\"destination\":\"hook\",\"text\":\"x\",\"txt\":\"x\"}",
            })
    void shouldRefuseNoticesThatAreNotWhole(String body) throws Exception {
        error(post(ROOT, body), 400, "invalid_input");
        assertThat(desk.states()).isEmpty();
    }

    @Test
    void shouldBoundTexts() throws Exception {
        String longest = "😀".repeat(4_000);
        data(post(ROOT, "{\"destination\":\"hook\",\"text\":\"" + longest + "\"}"), 202);
        error(
                post(ROOT, "{\"destination\":\"hook\",\"text\":\"" + longest + "x\"}"),
                400,
                "invalid_input");
        String entity = "\",\"entity\":\"" + "e".repeat(201) + "\"}";
        error(post(ROOT, "{\"destination\":\"hook\",\"text\":\"x" + entity), 400, "invalid_input");
    }

    @Test
    void shouldReadNoMoreThanABoundedBody() throws Exception {
        byte[] large = " ".repeat(Exchange.MAX_BODY_BYTES + 1).getBytes(StandardCharsets.UTF_8);
        for (HttpRequest.BodyPublisher body :
                List.of(
                        HttpRequest.BodyPublishers.ofByteArray(large),
                        HttpRequest.BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(large)))) {
            HttpResponse<String> response =
                    send(
                            HttpRequest.newBuilder(URI.create(server + ROOT))
                                    .header("Content-Type", "application/json")
                                    .POST(body));
            assertThat(response.statusCode()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 50\r\n\r\n{\"all\":true}",
                "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"all",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n{\"all\":true}\r\n0\r\n\r\n",
            })
    void shouldDecideNothingByHalfABody(String rest) throws Exception {
        desk.add("hook", DeliveryState.FAILED, "500");
        String answer =
                raw(
                        "POST "
                                + ROOT
                                + "/retry HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                + "Content-Type: application/json\r\n"
                                + rest);
        assertThat(answer).doesNotContain("\"success\":true").doesNotContain(" 500 ");
        assertThat(desk.states()).containsEntry(1L, DeliveryState.FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16",
                "application/jsonp",
            })
    void shouldTakeOnlyJson(String type) throws Exception {
        desk.add("hook", DeliveryState.FAILED, "500");
        for (String path :
                List.of(
                        ROOT,
                        ROOT + "/retry",
                        ROOT + "/discard",
                        ROOT + "/1/retry",
                        ROOT + "/1/discard")) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(server + path))
                            .header("Content-Type", type)
                            .POST(HttpRequest.BodyPublishers.ofString("{\"all\":true}"));
            error(send(request), 415, "invalid_input");
        }
        assertThat(desk.states()).containsOnly(entryOf(1L, DeliveryState.FAILED));
    }

    private static Map.Entry<Long, DeliveryState> entryOf(long id, DeliveryState state) {
        return Map.entry(id, state);
    }

    @ParameterizedTest
    @CsvSource({
        "Host: evil.example",
        "'Host: localhost\nOrigin: https://evil.example'",
        "'Host: localhost\nOrigin: null'",
        "'Host: localhost\nSec-Fetch-Site: cross-site'",
        "'Host: localhost\nX-Forwarded-For: 8.8.8.8'",
    })
    void shouldServeProgramsOfThisMachineOnly(String headers) throws Exception {
        desk.add("hook", DeliveryState.FAILED, "500");
        for (String line :
                List.of(
                        "GET " + ROOT,
                        "GET " + ROOT + "/1",
                        "POST " + ROOT,
                        "POST " + ROOT + "/retry",
                        "POST " + ROOT + "/1/discard")) {
            String answer =
                    raw(
                            line
                                    + " HTTP/1.1\r\n"
                                    + headers.replace("\n", "\r\n")
                                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            assertThat(answer.lines().findFirst().orElseThrow()).containsPattern(" 40[03] ");
            assertThat(answer).doesNotContain("\"success\":true");
        }
        assertThat(desk.states()).containsEntry(1L, DeliveryState.FAILED);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldSayWhichMethodsAPathAnswers() throws Exception {
        HttpResponse<String> wrong =
                send(HttpRequest.newBuilder(URI.create(server + ROOT)).DELETE());
        error(wrong, 405, "invalid_input");
        assertThat(wrong.headers().firstValue("Allow")).hasValue("GET, POST");
        error(get(ROOT + "/retry"), 405, "invalid_input");
        error(postNothing(ROOT + "/1"), 405, "invalid_input");
    }

    @Test
    void shouldSayHowToRepeatWhatTheDiskDidNotTake() throws Exception {
        desk.slow();
        String notice = "{\"destination\":\"hook\",\"text\":\"x\"}";
        assertThat(
                        error(post(ROOT, notice, "Idempotency-Key", "order-7"), 503, "internal")
                                .path("message")
                                .asText())
                .contains("Idempotency-Key: order-7");
    }

    @Test
    void shouldPassOnWhatIsWrongWithTheStore() throws Exception {
        desk.add("hook", DeliveryState.FAILED, "500");
        desk.trouble(new IOException("tori.db cannot be read: the disk is gone"));
        for (HttpResponse<String> response :
                List.of(
                        get(ROOT),
                        get(ROOT + "/1"),
                        postNothing(ROOT + "/1/retry"),
                        post(ROOT + "/discard", "{\"all\":true}"),
                        post(ROOT, "{\"destination\":\"hook\",\"text\":\"x\"}"))) {
            assertThat(error(response, 503, "internal").path("message").asText())
                    .isEqualTo("tori.db cannot be read: the disk is gone");
        }
        assertThat(get("/plain").body()).contains("the disk is gone");
    }

    @Test
    void shouldShowDeadLettersOnTheStatusPage() throws Exception {
        assertThat(get("/plain").body()).doesNotContain("Guaranteed deliveries");
        desk.add("hook", DeliveryState.PENDING, null);
        assertThat(get("/plain").body())
                .contains("pending 1 · in flight 0")
                .doesNotContain("<th>dead letter");
        for (int i = 0; i < 12; i++) {
            desk.add("hook", DeliveryState.FAILED, "<script>alert(" + i + ")</script>");
        }
        desk.discard(new DeliveryFilter(List.of(13L), List.of(), null));
        String page = get("/plain").body();
        assertThat(page).contains("failed 11", "&lt;script&gt;alert(10)").doesNotContain("<script");
        assertThat(page).doesNotContain("alert(11)").doesNotContain("alert(0)");
    }

    @Test
    void shouldServeTheClientAsTheDeskItself() throws Exception {
        addOneOfEach();
        desk.add("hook", DeliveryState.FAILED, "500");
        try (DeliveryClient remote = new DeliveryClient(URI.create(server.toString()), null)) {
            DeliveryFilter some =
                    new DeliveryFilter(
                            List.of(),
                            List.of(DeliveryState.FAILED, DeliveryState.PENDING),
                            "hook");
            for (DeliveryFilter filter : List.of(DeliveryFilter.ALL, some)) {
                assertThat(remote.list(filter, 3, 1)).isEqualTo(desk.list(filter, 3, 1));
            }
            assertThat(remote.detail(3)).isEqualTo(desk.detail(3));
            assertThatThrownBy(() -> remote.detail(77)).isInstanceOf(NoSuchDeliveryException.class);

            assertThat(remote.retry(new DeliveryFilter(List.of(1L, 6L), List.of(), null)))
                    .isEqualTo(1);
            assertThat(
                            remote.discard(
                                    new DeliveryFilter(
                                            List.of(), List.of(DeliveryState.FAILED), "log")))
                    .isEqualTo(1);
            assertThat(desk.states())
                    .containsEntry(6L, DeliveryState.PENDING)
                    .containsEntry(5L, DeliveryState.FAILED);
            assertThat(remote.detail(5).row().discarded()).isTrue();

            desk.trouble(new IOException("the disk is gone"));
            assertThatThrownBy(() -> remote.list(DeliveryFilter.ALL, 1, 0))
                    .isInstanceOf(ApiException.class)
                    .hasMessage(server + " answered 503: the disk is gone");
        }
    }

    @Test
    void shouldTellTheClientThatNoToriIsThere() throws Exception {
        URI address = URI.create(server.toString());
        server.close();
        try (DeliveryClient remote = new DeliveryClient(address, null)) {
            assertThatThrownBy(() -> remote.list(DeliveryFilter.ALL, 1, 0))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("no tori answers at " + address);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{\"status\":\"UP\"}", "[]", ""})
    void shouldTellTheClientThatSomethingElseIsThere(String body) throws Exception {
        try (ServerSocket other = new ServerSocket(0)) {
            Thread.startVirtualThread(() -> answerOnce(other, body));
            URI address = URI.create("http://127.0.0.1:" + other.getLocalPort());
            try (DeliveryClient remote = new DeliveryClient(address, null)) {
                assertThatThrownBy(() -> remote.list(DeliveryFilter.ALL, 1, 0))
                        .isInstanceOf(ApiException.class)
                        .hasMessageContaining("is not a tori");
            }
        }
    }

    private static void answerOnce(ServerSocket server, String body) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read(new byte[4096]);
            String answer =
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body;
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldDecideNothingForAStoreThatAnotherProcessHas() throws Exception {
        error(post(ROOT + "/discard", "{\"all\":true}", "Tori-Process", "1"), 409, "conflict");
        String own = Long.toString(ProcessHandle.current().pid());
        data(post(ROOT + "/discard", "{\"all\":true}", "Tori-Process", own), 200);
    }

    @Test
    void shouldCallADeeplyNestedBodyNoJson() throws Exception {
        error(post(ROOT, "[".repeat(50_000)), 400, "invalid_input");
        error(post(ROOT, "{\"a\":".repeat(5_000)), 400, "invalid_input");
    }
}
