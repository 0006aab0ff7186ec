package tori.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.poll.Reply;
import tori.time.SystemClocks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(120)
class OkHttpTransportTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final long MAX_BYTES = 1_000_000;
    private static final byte[] JSON =
            "{\"products\":[]}".repeat(1000).getBytes(StandardCharsets.UTF_8);

    @RegisterExtension
    static final WireMockExtension MOCK =
            WireMockExtension.newInstance()
                    .options(wireMockConfig().dynamicPort().dynamicHttpsPort().gzipDisabled(true))
                    .build();

    private final Resolver resolver =
            new Resolver(
                    OkHttpTransportTest::loopback,
                    Resolver.Limits.DEFAULT,
                    SystemClocks.monotonic());
    private final OkHttpTransport transport =
            new OkHttpTransport("tori/test", 100, resolver, SystemClocks.monotonic());

    @AfterEach
    void close() {
        transport.close();
        resolver.close();
    }

    private static List<InetAddress> loopback(String host) throws UnknownHostException {
        if (host.equals("unknown.test")) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.getLoopbackAddress());
    }

    private static Fetch fetch(String url, Duration timeout) {
        return new Fetch(URI.create(url), "application/json", null, timeout, MAX_BYTES);
    }

    private static String mock(String path) {
        return "http://localhost:" + MOCK.getPort() + path;
    }

    private static void stub(String path, ResponseDefinitionBuilder response) {
        MOCK.stubFor(get(urlEqualTo(path)).willReturn(response));
    }

    private byte[] body(Fetch fetch) throws IOException, InterruptedException {
        try (Reply reply = transport.fetch(fetch)) {
            return reply.body().readAllBytes();
        }
    }

    private FetchException failure(String url, Duration timeout) {
        AtomicReference<FetchException> failure = new AtomicReference<>();
        assertThatThrownBy(() -> body(fetch(url, timeout)))
                .isInstanceOfSatisfying(FetchException.class, failure::set);
        return failure.get();
    }

    private void assertFails(String url, Cause kind, String words) {
        FetchException failure = failure(url, LONG);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining(words);
    }

    @Test
    void shouldAskAsItShould() throws Exception {
        stub("/p", aResponse().withBody(JSON).withHeader("ETag", "\"1\""));
        Fetch conditional =
                new Fetch(
                        URI.create(mock("/p").replace("http://", "http://user:secret@")),
                        "application/json",
                        "\"ü1\"",
                        LONG,
                        MAX_BYTES);
        try (Reply reply = transport.fetch(conditional)) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("etag")).isEqualTo("\"1\"");
            assertThat(reply.header("missing")).isNull();
            assertThat(reply.uri()).isEqualTo(URI.create(mock("/p")));
            assertThat(reply.body().readAllBytes()).isEqualTo(JSON);
        }
        MOCK.verify(
                getRequestedFor(urlEqualTo("/p"))
                        .withHeader("User-Agent", equalTo("tori/test"))
                        .withHeader("Accept", equalTo("application/json"))
                        .withHeader("Accept-Encoding", equalTo("zstd, br, gzip"))
                        // The server reads UTF-8 as Latin-1.
                        .withHeader("If-None-Match", equalTo("\"Ã¼1\""))
                        .withHeader("Authorization", absent()));
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadEveryEncoding(DecompressorTest.Format format) throws Exception {
        String name =
                switch (format) {
                    case GZIP -> "gzip";
                    case ZLIB, BARE_DEFLATE -> "deflate";
                    case ZSTD -> "zstd";
                    case BR -> "BR";
                };
        stub(
                "/e" + format,
                aResponse()
                        .withHeader("Content-Encoding", name)
                        .withBody(DecompressorTest.compress(format, JSON)));
        for (int i = 0; i < 3; i++) {
            assertThat(body(fetch(mock("/e" + format), LONG))).isEqualTo(JSON);
        }
    }

    @Test
    void shouldReadIdentity() throws Exception {
        stub("/i", aResponse().withHeader("Content-Encoding", "identity").withBody(JSON));
        assertThat(body(fetch(mock("/i"), LONG))).isEqualTo(JSON);
    }

    @ParameterizedTest
    @CsvSource({"200,", "304,", "401,", "403,", "404,", "429,", "429,7", "430,30", "503,5"})
    void shouldHandOnWhateverStatusThereIs(int status, @Nullable String retryAfter)
            throws Exception {
        ResponseDefinitionBuilder response =
                aResponse().withStatus(status).withHeader("Content-Type", "text/html");
        if (retryAfter != null) {
            response.withHeader("Retry-After", retryAfter);
        }
        stub("/s", response);
        try (Reply reply = transport.fetch(fetch(mock("/s"), LONG))) {
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.header("Retry-After")).isEqualTo(retryAfter);
            assertThat(reply.body().readAllBytes()).isEmpty();
        }
        MOCK.verify(1, getRequestedFor(urlEqualTo("/s")));
    }

    @Test
    void shouldRefuseEncodingsItCannotRead() {
        stub("/c", aResponse().withHeader("Content-Encoding", "compress").withBody(JSON));
        assertFails(mock("/c"), Cause.NOT_JSON, "\"compress\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "br"})
    void shouldRecogniseAWrongLabel(String encoding) {
        stub("/w", aResponse().withHeader("Content-Encoding", encoding).withBody(JSON));
        assertFails(mock("/w"), Cause.NOT_JSON, "damaged");
    }

    @ParameterizedTest
    @EnumSource
    void shouldStopAtABomb(DecompressorTest.Format format) {
        byte[] bomb = DecompressorTest.compress(format, new byte[20_000_000]);
        assertThat(bomb.length).isLessThan(100_000);
        String name =
                switch (format) {
                    case GZIP -> "gzip";
                    case ZLIB, BARE_DEFLATE -> "deflate";
                    case ZSTD -> "zstd";
                    case BR -> "br";
                };
        stub("/b", aResponse().withHeader("Content-Encoding", name).withBody(bomb));
        assertFails(mock("/b"), Cause.TOO_LARGE, "larger than 1000000 bytes");
    }

    @Test
    void shouldAllowExactlyTheBound() throws Exception {
        stub("/max", aResponse().withBody(new byte[(int) MAX_BYTES]));
        assertThat(body(fetch(mock("/max"), LONG))).hasSize((int) MAX_BYTES);
        stub("/max1", aResponse().withBody(new byte[(int) MAX_BYTES + 1]));
        assertFails(mock("/max1"), Cause.TOO_LARGE, "larger than 1000000 bytes");
    }

    @Test
    void shouldStopAtAnEndlessBody() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(out -> {
                    out.write(ScriptedServer.ascii("HTTP/1.1 200 OK\r\n\r\n"));
                    while (true) {
                        out.write(new byte[1000]);
                    }
                })) {
            assertFails(server.url("/"), Cause.TOO_LARGE, "larger than");
        }
    }

    @Test
    void shouldNoticeACutBody() throws Exception {
        for (String head :
                List.of(
                        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"products\":[",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{\"products\r\n",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"prod")) {
            try (ScriptedServer server =
                    new ScriptedServer(out -> out.write(ScriptedServer.ascii(head)))) {
                assertFails(server.url("/"), Cause.CONNECTION, "cut off");
            }
        }
    }

    @Test
    void shouldSayInWordsWhatIsNoAnswer() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(out ->
                        out.write(
                                ScriptedServer.ascii(
                                        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}")))) {
            assertFails(server.url("/"), Cause.CONNECTION, "proper HTTP");
        }
        try (ScriptedServer server =
                new ScriptedServer(
                        out -> out.write(ScriptedServer.ascii("SSH-2.0-OpenSSH_9.6\r\n")))) {
            assertFails(server.url("/"), Cause.CONNECTION, "proper HTTP");
        }
    }

    @Test
    void shouldNoticeACutCompressedBodyWithoutLength() throws Exception {
        byte[] whole = DecompressorTest.compress(DecompressorTest.Format.GZIP, JSON);
        try (ScriptedServer server =
                new ScriptedServer(out -> {
                    out.write(
                            ScriptedServer.ascii(
                                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"));
                    out.write(whole, 0, whole.length - 3);
                })) {
            assertFails(server.url("/"), Cause.CONNECTION, "cut off");
        }
    }

    @Test
    void shouldCutASlowDrip() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(out -> {
                    out.write(ScriptedServer.ascii("HTTP/1.1 200 OK\r\n\r\n"));
                    while (true) {
                        out.write('x');
                        out.flush();
                        Thread.sleep(20);
                    }
                })) {
            FetchException failure = failure(server.url("/"), SHORT);
            assertThat(failure.kind()).isEqualTo(Cause.TIMEOUT);
            assertThat(failure).hasMessageContaining("within 400 ms");
        }
    }

    @Test
    void shouldNotWaitForAServerThatNeverAnswers() throws Exception {
        try (ScriptedServer server = new ScriptedServer(out -> Thread.sleep(60_000))) {
            assertThat(failure(server.url("/"), SHORT).kind()).isEqualTo(Cause.TIMEOUT);
        }
    }

    @Test
    void shouldTellARefusedConnection() throws Exception {
        // Bound and not listening: refuses, and nobody else can have the port meanwhile.
        try (Socket held = new Socket()) {
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String url = "http://127.0.0.1:" + held.getLocalPort() + "/?token=secret";
            FetchException failure = failure(url, LONG);
            assertThat(failure.kind()).isEqualTo(Cause.CONNECTION);
            assertThat(failure).hasMessage("127.0.0.1 refused the connection");
        }
    }

    @Test
    void shouldTellAConnectionClosedWithoutAnAnswer() throws Exception {
        try (ScriptedServer server = new ScriptedServer(out -> {})) {
            assertThat(failure(server.url("/"), LONG).kind()).isEqualTo(Cause.CONNECTION);
            assertThat(server.requests.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldTellAnUnknownName() {
        assertFails("http://unknown.test/", Cause.DNS, "unknown.test could not be resolved");
    }

    @Test
    void shouldTellACertificateThatIsNotTrusted() {
        String url = "https://localhost:" + MOCK.getHttpsPort() + "/";
        assertFails(url, Cause.TLS, "the certificate of localhost is not trusted");
    }

    @Test
    void shouldTellAServerThatDoesNotSpeakTls() throws Exception {
        assertThat(failure(mock("/").replace("http:", "https:"), LONG).kind()).isEqualTo(Cause.TLS);
    }

    @Test
    void shouldRefuseOtherSchemes() {
        assertFails("ftp://127.0.0.1/x", Cause.CONNECTION, "only http and https");
    }

    @Test
    void shouldFollowRedirectsWithTheSameHeaders() throws Exception {
        stub("/r1", redirect("/r2"));
        stub("/r2", redirect(mock("/r3").replace("http://", "http://user:secret@")));
        stub("/r3", aResponse().withBody(JSON));
        try (Reply reply = transport.fetch(fetch(mock("/r1"), LONG))) {
            assertThat(reply.uri()).isEqualTo(URI.create(mock("/r3")));
            assertThat(reply.body().readAllBytes()).isEqualTo(JSON);
        }
        MOCK.verify(
                getRequestedFor(urlEqualTo("/r3"))
                        .withHeader("User-Agent", equalTo("tori/test"))
                        .withHeader("Authorization", absent()));
    }

    @Test
    void shouldRecogniseARedirectInACircle() {
        stub("/c1", redirect("/c2"));
        stub("/c2", redirect("/c1"));
        assertFails(mock("/c1"), Cause.REDIRECTED, "in a circle");
        stub("/self", redirect("/self"));
        assertFails(mock("/self"), Cause.REDIRECTED, "in a circle");
    }

    @Test
    void shouldNotFollowRedirectsForever() throws Exception {
        for (int i = 0; i < 7; i++) {
            stub("/n" + i, redirect("/n" + (i + 1)));
        }
        stub("/n7", aResponse().withBody(JSON));
        assertThat(body(fetch(mock("/n2"), LONG))).isEqualTo(JSON);
        assertFails(mock("/n1"), Cause.REDIRECTED, "more than 5 times");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/password", "/de/password", "/en-gb/password", "/password?x=1"})
    void shouldStopAtThePasswordPage(String path) {
        stub("/locked", redirect(path));
        assertFails(mock("/locked"), Cause.UNAUTHORISED, "behind its password page");
        MOCK.verify(0, getRequestedFor(urlEqualTo(path)));
    }

    @Test
    void shouldNotFollowToLessSecurity() {
        Redirects redirects = new Redirects(HttpUrl.get("https://a.test/"));
        assertThatThrownBy(() -> redirects.next(HttpUrl.get("https://a.test/"), "http://a.test/x"))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("from https to http");
        assertThatThrownBy(() -> redirects.next(HttpUrl.get("https://a.test/"), "javascript:x"))
                .hasMessageContaining("not an http address");
    }

    @Test
    void shouldHandOnARedirectThatGoesNowhere() throws Exception {
        stub("/nowhere", aResponse().withStatus(302));
        try (Reply reply = transport.fetch(fetch(mock("/nowhere"), LONG))) {
            assertThat(reply.status()).isEqualTo(302);
        }
    }

    @Test
    void shouldEndWhenInterruptedWhileWaiting() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedServer server =
                new ScriptedServer(out -> {
                    asked.countDown();
                    Thread.sleep(60_000);
                })) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread thread = inBackground(() -> body(fetch(server.url("/"), LONG)), thrown);
            asked.await();
            thread.interrupt();
            thread.join();
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void shouldEndWhenInterruptedWhileReading() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(out -> {
                    out.write(ScriptedServer.ascii("HTTP/1.1 200 OK\r\n\r\n{"));
                    out.flush();
                    Thread.sleep(60_000);
                })) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            CountDownLatch reading = new CountDownLatch(1);
            Thread thread =
                    inBackground(
                            () -> {
                                try (Reply reply = transport.fetch(fetch(server.url("/"), LONG))) {
                                    assertThat(reply.body().read()).isEqualTo('{');
                                    reading.countDown();
                                    reply.body().readAllBytes();
                                } finally {
                                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                                }
                            },
                            thrown);
            reading.await();
            await().until(() -> thread.getState() == Thread.State.WAITING);
            thread.interrupt();
            thread.join();
            assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
        }
    }

    private interface Task {
        void run() throws Exception;
    }

    private static Thread inBackground(Task task, AtomicReference<Throwable> thrown) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        task.run();
                    } catch (Exception | AssertionError e) {
                        thrown.set(e);
                    }
                });
    }

    private static ResponseDefinitionBuilder redirect(String location) {
        return aResponse().withStatus(302).withHeader("Location", location);
    }
}
