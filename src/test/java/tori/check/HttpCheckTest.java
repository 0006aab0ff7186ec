package tori.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.incident.CheckCause;
import tori.incident.CheckResult;
import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;

@Timeout(60)
class HttpCheckTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final CheckBench bench =
            new CheckBench(
                    Map.of(
                            "site.test", InetAddress.getLoopbackAddress(),
                            "other.test", InetAddress.getLoopbackAddress()));
    private StubSite site;

    @BeforeEach
    void open() throws IOException {
        site = StubSite.plain();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private String http(String path, String more) {
        return "type: http, url: '" + site.url(path) + "'" + (more.isEmpty() ? "" : ", " + more);
    }

    private static Failed failed(CheckReport report) {
        assertThat(report.result()).isInstanceOf(Failed.class);
        return (Failed) report.result();
    }

    @Test
    void shouldPassAndSayHow() throws Exception {
        site.on("/ok", 200, "Add to cart");

        CheckReport report = bench.look(http("/ok", "expect: {body: Add to cart, latency: 20s}"));

        assertThat(report.result()).isInstanceOf(Passed.class);
        assertThat(report.status()).isEqualTo(200);
        assertThat(report.peer()).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
        assertThat(report.conditions())
                .extracting(Condition::expected)
                .containsExactly(
                        "status is 2xx", "body holds \"Add to cart\"", "takes at most 20000 ms");
        assertThat(report.conditions()).allMatch(Condition::passed);
        assertThat(report.phases().connect()).isNotNull();
        assertThat(report.phases().firstByte()).isNotNull();
        assertThat(report.phases().tls()).isNull();
        assertThat(report.phases().dns()).as("no name was looked up").isNull();
        assertThat(report.certificateDays()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|2xx|true",
                "204|[200, 204]|true",
                "404|'404'|true",
                "503|2xx|false",
                "201|200|false",
                "299|200-299|true",
                "300|200-299|false"
            })
    void shouldJudgeTheStatus(int status, String expected, boolean passes) throws Exception {
        site.on("/", status, "");
        CheckReport report = bench.look(http("/", "expect: {status: " + expected + "}"));
        assertThat(report.result() instanceof Passed).isEqualTo(passes);
        if (!passes) {
            assertThat(failed(report).cause()).isEqualTo(CheckCause.STATUS);
            assertThat(failed(report).detail()).startsWith("127.0.0.1 answered " + status);
        }
    }

    @Test
    void shouldTellTheFirstCauseAndAllThatIsWrong() throws Exception {
        site.on("/", 500, "{\"ok\": false}");

        Failed failed =
                failed(bench.look(http("/", "expect: {body: hello, json: {$.ok: true, $.n: 1}}")));

        assertThat(failed.cause()).isEqualTo(CheckCause.STATUS);
        assertThat(failed.detail())
                .isEqualTo(
                        "127.0.0.1 answered 500 instead of 2xx; the answer of 127.0.0.1 does not"
                                + " hold \"hello\"; $.ok is \"false\" instead of true; $.n is not"
                                + " there");
    }

    @Test
    void shouldMatchTheBodyInTimeThatGrowsWithIt() throws Exception {
        site.on("/", 200, "a".repeat(50_000) + "b");
        assertThat(bench.look(http("/", "expect: {body: {matches: '(a+)+b$'}}")).result())
                .isInstanceOf(Passed.class);
        Failed failed = failed(bench.look(http("/", "expect: {body: {matches: '(a+)+c$'}}")));
        assertThat(failed.cause()).isEqualTo(CheckCause.CONTENT);
    }

    @Test
    void shouldReadCompressedAnswers() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("wörld".getBytes(StandardCharsets.UTF_8));
        }
        site.on(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().add("Content-Encoding", "gzip");
                    StubSite.answer(exchange, 200, packed.toByteArray());
                });
        assertThat(bench.look(http("/", "expect: {body: wörld}")).result())
                .isInstanceOf(Passed.class);
        assertThat(site.asked().getFirst().headers()).contains("gzip");
    }

    @Test
    void shouldReadNoMoreThanItMay() throws Exception {
        AtomicBoolean cutOff = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        site.on(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] chunk = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
                    try (OutputStream out = exchange.getResponseBody()) {
                        for (int i = 0; i < 4_000; i++) {
                            out.write(chunk);
                        }
                    } catch (IOException e) {
                        cutOff.set(true);
                    } finally {
                        ended.countDown();
                    }
                });

        Failed failed = failed(bench.look(http("/", "max_body: 64KiB, expect: {body: y}")));
        ended.await();

        assertThat(failed.detail())
                .isEqualTo(
                        "the answer of 127.0.0.1 is larger than max_body, and does not hold \"y\""
                                + " up to there");
        assertThat(cutOff).isTrue();
        assertThat(bench.look(http("/", "max_body: 64KiB, expect: {body: x}")).result())
                .isInstanceOf(Passed.class);
        assertThat(
                        failed(bench.look(http("/", "max_body: 1KiB, expect: {json: {$.a: 1}}")))
                                .detail())
                .isEqualTo("the answer of 127.0.0.1 is larger than max_body");
        assertThat(bench.look(http("/", "max_body: 1KiB")).result()).isInstanceOf(Passed.class);
    }

    @Test
    void shouldTellARefusedPort() throws Exception {
        int port = site.port();
        site.close();
        Failed failed = failed(bench.look("type: http, url: 'http://127.0.0.1:" + port + "/'"));
        assertThat(failed.cause()).isEqualTo(CheckCause.CONNECT);
        assertThat(failed.detail()).isEqualTo("127.0.0.1 refused the connection");
    }

    @Test
    void shouldTellAnUnknownName() throws Exception {
        Failed failed = failed(bench.look("type: http, url: 'http://nowhere.test/'"));
        assertThat(failed.cause()).isEqualTo(CheckCause.DNS);
        assertThat(failed.detail()).isEqualTo("the name nowhere.test could not be resolved");
    }

    @Test
    void shouldTellSilence() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        site.on(
                "/silent",
                exchange -> {
                    try {
                        done.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        site.on(
                "/slow",
                exchange -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    try {
                        done.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });

        CheckReport silent = bench.check(http("/silent", ""), SHORT).look();
        CheckReport slow = bench.check(http("/slow", ""), SHORT).look();
        done.countDown();

        assertThat(failed(silent).cause()).isEqualTo(CheckCause.TIMEOUT);
        assertThat(failed(silent).detail()).isEqualTo("127.0.0.1 did not answer within 300 ms");
        assertThat(failed(slow).cause()).isEqualTo(CheckCause.TIMEOUT);
        assertThat(failed(slow).detail())
                .isEqualTo("127.0.0.1 did not answer in full within 300 ms");
    }

    @Test
    void shouldTellAPortThatAcceptsNobody() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            List<Socket> crowd = new ArrayList<>();
            try {
                // Linux drops what does not fit in the queue of a port, as a firewall would.
                for (int i = 0; i < 4; i++) {
                    Socket socket = new Socket();
                    crowd.add(socket);
                    Thread.startVirtualThread(() -> {
                        try {
                            socket.connect(full.getLocalSocketAddress());
                        } catch (IOException e) {
                            // It is in the queue of those that wait for the queue.
                        }
                    });
                }
                String monitor = "type: http, url: 'http://127.0.0.1:" + full.getLocalPort() + "/'";
                CheckReport report = bench.check(monitor, SHORT).look();
                assertThat(failed(report).cause()).isEqualTo(CheckCause.TIMEOUT);
                assertThat(failed(report).detail())
                        .matches(
                                "127\\.0\\.0\\.1 did not (accept a connection|answer) within 300"
                                        + " ms");
            } finally {
                for (Socket socket : crowd) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void shouldTellWhoHangsUpAndWhoSpeaksNoHttp() throws Exception {
        try (ScriptedPort silent = ScriptedPort.saying("");
                ScriptedPort other = ScriptedPort.saying("220 mail.example ESMTP\r\n");
                ScriptedPort cut =
                        ScriptedPort.saying("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")) {
            assertThat(failed(bench.look("type: http, url: 'http://" + silent.address() + "/'")))
                    .extracting(Failed::cause, Failed::detail)
                    .containsExactly(
                            CheckCause.CONNECT,
                            "127.0.0.1 closed the connection without an answer");
            assertThat(failed(bench.look("type: http, url: 'http://" + other.address() + "/'")))
                    .extracting(Failed::cause, Failed::detail)
                    .containsExactly(CheckCause.CONNECT, "127.0.0.1 did not answer in proper HTTP");
            assertThat(failed(bench.look("type: http, url: 'http://" + cut.address() + "/'")))
                    .extracting(Failed::cause, Failed::detail)
                    .containsExactly(CheckCause.CONNECT, "the answer of 127.0.0.1 was cut off");
        }
    }

    @Test
    void shouldSendWhatIsConfigured() throws Exception {
        site.on("/", 200, "");
        CheckResult result =
                bench.look(
                                http(
                                        "/",
                                        "method: POST, body: '{\"a\":1}', headers: {Content-Type:"
                                                + " application/json, X-Key: geheim}, auth:"
                                                + " {username: me, password: pw}"))
                        .result();
        assertThat(result).isInstanceOf(Passed.class);
        StubSite.Asked asked = site.asked().getFirst();
        assertThat(asked.line()).isEqualTo("POST /");
        assertThat(asked.body()).isEqualTo("{\"a\":1}");
        assertThat(asked.headers())
                .contains(
                        "Content-type=[application/json]",
                        "X-key=[geheim]",
                        "Authorization=[Basic bWU6cHc=]",
                        "User-agent=[tori/test]");
    }

    @Test
    void shouldFollowRedirectsAndTakeNoSecretsElsewhere() throws Exception {
        site.on("/end", 200, "here");
        site.redirecting("/far", 302, site.url("other.test", "/end"));
        site.redirecting("/near", 307, "/far");

        String url = site.url("site.test", "/near");
        CheckReport report =
                bench.look(
                        "type: http, url: '"
                                + url
                                + "', method: POST, body: secret, auth: {bearer: geheim}, headers:"
                                + " {X-Key: geheim}, expect: {body: here}");

        assertThat(report.result()).isInstanceOf(Passed.class);
        assertThat(report.phases().dns()).isNotNull();
        assertThat(site.asked())
                .extracting(StubSite.Asked::line)
                .containsExactly("POST /near", "POST /far", "GET /end");
        assertThat(site.asked())
                .extracting(asked -> asked.headers().contains("geheim"))
                .containsExactly(true, true, false);
        assertThat(site.asked())
                .extracting(StubSite.Asked::body)
                .containsExactly("secret", "secret", "");
    }

    @Test
    void shouldTakeARedirectForTheAnswer() throws Exception {
        site.redirecting("/", 301, site.url("other.test", "/end"));
        site.redirecting("/round", 302, "/round");
        String url = "type: http, url: '" + site.url("site.test", "/") + "', ";

        assertThat(bench.look(url + "redirects: none, expect: {status: 301}").result())
                .isInstanceOf(Passed.class);
        assertThat(failed(bench.look(url + "redirects: same_host")).detail())
                .isEqualTo("site.test answered 301 instead of 2xx");
        Failed round = failed(bench.look(http("/round", "")));
        assertThat(round.cause()).isEqualTo(CheckCause.STATUS);
        assertThat(round.detail()).isEqualTo("127.0.0.1 redirects more than 10 times");
    }

    @Test
    void shouldConnectAnewUnlessToldOtherwise() throws Exception {
        site.on("/", 200, "");
        InspectedCheck anew = bench.check(http("/", ""), CheckBench.PATIENCE);
        anew.look();
        anew.look();
        InspectedCheck kept = bench.check(http("/", "keep_alive: true"), CheckBench.PATIENCE);
        kept.look();
        CheckReport again = kept.look();

        List<Integer> ports = site.asked().stream().map(StubSite.Asked::client).toList();
        assertThat(ports.get(0)).isNotEqualTo(ports.get(1));
        assertThat(ports.get(2)).isEqualTo(ports.get(3));
        assertThat(again.phases().connect()).isNull();
    }

    @Test
    void shouldUseTheVersionOfTheProtocolThatIsAskedFor() throws Exception {
        site.on("/", 200, "");
        assertThat(bench.look(http("/", "ip: ipv4")).result()).isInstanceOf(Passed.class);
        assertThat(failed(bench.look(http("/", "ip: ipv6"))))
                .extracting(Failed::cause, Failed::detail)
                .containsExactly(CheckCause.DNS, "127.0.0.1 has no IPv6 address, only IPv4");
        String named = "type: http, url: '" + site.url("site.test", "/") + "', ";
        assertThat(failed(bench.look(named + "ip: ipv6")).detail())
                .isEqualTo("site.test has no IPv6 address, only IPv4");
    }

    @Test
    void shouldEndWhenInterrupted() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        site.on(
                "/",
                exchange -> {
                    asked.countDown();
                    try {
                        done.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        InspectedCheck check = bench.check(http("/", ""), CheckBench.PATIENCE);
        AtomicBoolean ended = new AtomicBoolean();
        Thread thread =
                Thread.startVirtualThread(() -> {
                    try {
                        check.look();
                    } catch (InterruptedException e) {
                        ended.set(true);
                    }
                });
        asked.await();
        thread.interrupt();
        thread.join();
        done.countDown();
        assertThat(ended).isTrue();
    }
}
