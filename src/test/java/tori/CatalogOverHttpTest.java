package tori;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import static tori.shopify.Feed.product;
import static tori.shopify.Feed.titled;
import static tori.shopify.Feed.variant;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import tori.http.ScriptedServer;
import tori.poll.PollResult;
import tori.poll.PollResult.Cause;
import tori.shopify.Feed;
import tori.time.SettableClock;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Answers that are no list of products, met over a real network: each is told apart, raises
 * nothing, leaves nothing behind, and the next good poll tells exactly what is true.
 */
@Timeout(120)
class CatalogOverHttpTest {

    private static final String GOOD =
            Feed.of(
                    product(1, variant(11, true, "10.00"), variant(12, false, "10.00")),
                    product(2, variant(21, true, "5.00")));
    private static final String CHANGED =
            Feed.of(
                    product(1, variant(11, true, "10.00"), variant(12, true, "10.00")),
                    product(2, variant(21, true, "4.00")));
    private static final String[] CHANGES = {"RESTOCKED 1/12", "PRICE_CHANGED 2/21"};

    /** What must never be believed, as it comes in an answer that is no good. */
    private static final String LIE =
            Feed.of(
                    product(1, variant(11, false, "99.00"), variant(12, false, "99.00")),
                    product(3, variant(31, true, "1.00")));

    @RegisterExtension
    static final WireMockExtension STORE =
            WireMockExtension.newInstance()
                    .options(wireMockConfig().dynamicPort().gzipDisabled(true))
                    .build();

    private PolledShop shop;

    @BeforeEach
    void open() {
        shop = new PolledShop(STORE.baseUrl());
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static void answer(ResponseDefinitionBuilder response) {
        STORE.stubFor(get(anyUrl()).willReturn(response));
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    private static ResponseDefinitionBuilder gzipped(String body) {
        return aResponse().withHeader("Content-Encoding", "gzip").withBody(gzip(body));
    }

    private static byte[] gzip(String body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static String padded(String body, long bytes) {
        return body + " ".repeat((int) bytes);
    }

    private static ResponseDefinitionBuilder status(int status) {
        return aResponse().withStatus(status).withBody(LIE);
    }

    static Stream<Arguments> badAnswers() {
        String page = "<!DOCTYPE html><html><body>One moment</body></html>";
        String latin = Feed.of(titled(1, "Cr\u00e8me", variant(11, false, "1.00")));
        return Stream.of(
                Arguments.of("HTML", html(page), Cause.NOT_JSON, "HTML"),
                Arguments.of("HTML called JSON", json(page), Cause.NOT_JSON, "HTML"),
                Arguments.of("nothing", json(""), Cause.NOT_JSON, "empty"),
                Arguments.of("a bare list", json("[]"), Cause.NOT_JSON, "not a JSON object"),
                Arguments.of("half a text", json(cut(LIE)), Cause.NOT_JSON, "in the middle"),
                Arguments.of(
                        "bad chunk",
                        fault(Fault.MALFORMED_RESPONSE_CHUNK),
                        Cause.CONNECTION,
                        "localhost"),
                Arguments.of(
                        "rubbish",
                        fault(Fault.RANDOM_DATA_THEN_CLOSE),
                        Cause.CONNECTION,
                        "localhost"),
                Arguments.of(
                        "no answer",
                        fault(Fault.EMPTY_RESPONSE),
                        Cause.CONNECTION,
                        "without an answer"),
                Arguments.of(
                        "reset", fault(Fault.CONNECTION_RESET_BY_PEER), Cause.CONNECTION, "reset"),
                Arguments.of(
                        "circle",
                        temporaryRedirect("/products.json?limit=250&page=1"),
                        Cause.REDIRECTED,
                        "in a circle"),
                Arguments.of(
                        "longer circle", temporaryRedirect("/a"), Cause.REDIRECTED, "in a circle"),
                Arguments.of(
                        "password", temporaryRedirect("/password"), Cause.UNAUTHORISED, "password"),
                Arguments.of(
                        "Latin-1",
                        bytes(latin.getBytes(StandardCharsets.ISO_8859_1)),
                        Cause.NOT_JSON,
                        "not UTF-8"),
                Arguments.of(
                        "UTF-16",
                        bytes(LIE.getBytes(StandardCharsets.UTF_16LE)),
                        Cause.NOT_JSON,
                        ""),
                Arguments.of(
                        "a bomb", gzipped(padded(LIE, 50_000_000)), Cause.TOO_LARGE, "1048576"),
                Arguments.of("too much", json(padded(LIE, 1 << 20)), Cause.TOO_LARGE, "1048576"),
                Arguments.of(
                        "plain called gzip",
                        json(LIE).withHeader("Content-Encoding", "gzip"),
                        Cause.NOT_JSON,
                        "damaged"),
                Arguments.of("401", status(401), Cause.UNAUTHORISED, "401"),
                Arguments.of("403", status(403), Cause.FORBIDDEN, "403"),
                Arguments.of("404", status(404), Cause.NOT_FOUND, "404"),
                Arguments.of("429", status(429), Cause.RATE_LIMITED, "429"),
                Arguments.of("430", status(430), Cause.BLOCKED, "430"),
                Arguments.of("500", status(500), Cause.SERVER_ERROR, "500"),
                Arguments.of("503", status(503), Cause.SERVER_ERROR, "503"));
    }

    private static ResponseDefinitionBuilder html(String body) {
        return json(body).withHeader("Content-Type", "text/html; charset=utf-8");
    }

    private static String cut(String body) {
        return body.substring(0, body.length() - 1);
    }

    private static ResponseDefinitionBuilder fault(Fault fault) {
        return aResponse().withFault(fault);
    }

    private static ResponseDefinitionBuilder bytes(byte[] body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAnswers")
    void shouldTellItApartAndRememberNothing(
            String name, ResponseDefinitionBuilder bad, Cause cause, String words)
            throws Exception {
        answer(json(GOOD));
        assertThat(shop.told()).isEmpty();
        answer(bad);
        PollResult.Failed failed = shop.failure();
        assertThat(failed.cause()).as(failed.detail()).isEqualTo(cause);
        assertThat(failed.detail()).contains(words);
        assertThat(failed.retryAfter()).isNull();
        shop.failure();
        answer(json(CHANGED));
        assertThat(shop.told()).containsExactly(CHANGES);
    }

    @Test
    void shouldTakeNoBadAnswerForABaseline() throws Exception {
        answer(html("<html></html>"));
        assertThat(shop.failure().cause()).isEqualTo(Cause.NOT_JSON);
        answer(json(cut(LIE)));
        assertThat(shop.failure().cause()).isEqualTo(Cause.NOT_JSON);
        answer(json(GOOD));
        assertThat(shop.told()).isEmpty();
        answer(json(CHANGED));
        assertThat(shop.told()).containsExactly(CHANGES);
    }

    @Test
    void shouldReadUtf8WhateverCharsetIsClaimed() throws Exception {
        String before = Feed.of(titled(1, "Cr\u00e8me", variant(11, false, "1.00")));
        String after = Feed.of(titled(1, "Cr\u00e8me", variant(11, true, "1.00")));
        for (String body : List.of(before, after)) {
            answer(
                    bytes(body.getBytes(StandardCharsets.UTF_8))
                            .withHeader("Content-Type", "text/html; charset=iso-8859-1"));
            if (body.equals(before)) {
                shop.poll();
            }
        }
        assertThat(shop.poll())
                .isInstanceOfSatisfying(
                        PollResult.Observed.class,
                        observed ->
                                assertThat(observed.events().toString())
                                        .contains("title=Cr\u00e8me"));
    }

    @Test
    void shouldReadAsMuchAsItIsAllowed() throws Exception {
        answer(json(GOOD));
        shop.poll();
        answer(gzipped(padded(CHANGED, 4_000_000)));
        assertThat(shop.failure().cause()).isEqualTo(Cause.TOO_LARGE);
        shop.restart(8L << 20);
        assertThat(shop.told()).containsExactly(CHANGES);
    }

    @Test
    void shouldGiveUpOnADripAndOnSilence() throws Exception {
        answer(json(GOOD));
        shop.poll();
        shop.restart(Duration.ofMillis(400));
        answer(json(LIE).withChunkedDribbleDelay(50, 10_000));
        assertThat(shop.failure().cause()).isEqualTo(Cause.TIMEOUT);
        answer(json(LIE).withFixedDelay(10_000));
        assertThat(shop.failure().cause()).isEqualTo(Cause.TIMEOUT);
        shop.restart();
        answer(json(CHANGED));
        assertThat(shop.told()).containsExactly(CHANGES);
    }

    @Test
    void shouldGiveUpOnBodiesThatDoNotEndOrEndTooSoon() throws Exception {
        AtomicReference<ScriptedServer.Script> script = new AtomicReference<>();
        try (ScriptedServer server = new ScriptedServer(out -> script.get().answer(out));
                PolledShop scripted = new PolledShop(server.url(""))) {
            script.set(out -> write(out, GOOD, GOOD.length()));
            assertThat(scripted.told()).isEmpty();

            script.set(CatalogOverHttpTest::writeProductsForEver);
            assertThat(scripted.failure().cause()).isEqualTo(Cause.TOO_LARGE);
            script.set(CatalogOverHttpTest::writeSpacesForEver);
            assertThat(scripted.failure().cause()).isEqualTo(Cause.TOO_LARGE);
            script.set(out -> write(out, LIE, LIE.length() - 2));
            PollResult.Failed cut = scripted.failure();
            assertThat(cut.cause()).isEqualTo(Cause.CONNECTION);
            assertThat(cut.detail()).contains("cut off");
            script.set(out -> write(out, LIE + " ", LIE.length()));
            assertThat(scripted.failure().cause()).isEqualTo(Cause.CONNECTION);

            script.set(out -> write(out, CHANGED, CHANGED.length()));
            assertThat(scripted.told()).containsExactly(CHANGES);
        }
    }

    private static void write(OutputStream out, String body, int bytes) throws IOException {
        String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n";
        out.write(ScriptedServer.ascii(head.formatted(body.length()) + body.substring(0, bytes)));
    }

    private static void writeProductsForEver(OutputStream out) throws IOException {
        out.write(ScriptedServer.ascii("HTTP/1.1 200 OK\r\n\r\n{\"products\":["));
        for (long id = 1; ; id++) {
            String product = product(id, variant(id * 10, false, "1.00"));
            out.write(ScriptedServer.ascii(product + ","));
        }
    }

    private static void writeSpacesForEver(OutputStream out) throws IOException {
        out.write(ScriptedServer.ascii("HTTP/1.1 200 OK\r\n\r\n" + LIE));
        while (true) {
            out.write(ScriptedServer.ascii(" ".repeat(1000)));
        }
    }

    @ParameterizedTest
    @CsvSource({"429, RATE_LIMITED, 30", "429, RATE_LIMITED, 30.0", "430, BLOCKED, 30"})
    void shouldLeaveAStoreAloneAsLongAsItAsks(int status, Cause cause, String header)
            throws Exception {
        SettableClock clock = new SettableClock();
        try (PolledShop limited = new PolledShop(STORE.baseUrl(), clock, clock)) {
            answer(json(GOOD));
            assertThat(limited.told()).isEmpty();
            answer(status(status).withHeader("Retry-After", header));
            PollResult.Failed refused = limited.failure();
            assertThat(refused.cause()).isEqualTo(cause);
            assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(30));

            answer(json(CHANGED));
            int asked = STORE.getAllServeEvents().size();
            clock.advance(Duration.ofSeconds(5));
            PollResult.Failed waiting = limited.failure();
            assertThat(waiting.cause()).isEqualTo(Cause.RATE_LIMITED);
            assertThat(waiting.retryAfter()).isEqualTo(Duration.ofSeconds(25));
            assertThat(STORE.getAllServeEvents()).hasSize(asked);

            clock.advance(Duration.ofSeconds(25));
            assertThat(limited.told()).containsExactly(CHANGES);
        }
    }

    @Test
    void shouldForgetTheTagOfAPageItDoubted() throws Exception {
        answer(json(Feed.range(1, 41)).withHeader("ETag", "\"whole\""));
        shop.poll();
        answer(json(Feed.range(1, 11)).withHeader("ETag", "\"shrunken\""));
        assertThat(shop.doubt().reason()).contains("30 of 40 products");
        answer(aResponse().withStatus(304));
        assertThat(shop.poll())
                .isEqualTo(new PollResult.Unchanged(PollResult.Shortcut.NOT_MODIFIED));
        STORE.verify(
                2, getRequestedFor(anyUrl()).withHeader("If-None-Match", equalTo("\"whole\"")));
        STORE.verify(
                0, getRequestedFor(anyUrl()).withHeader("If-None-Match", equalTo("\"shrunken\"")));
    }

    @Test
    void shouldKnowAPageByItsBytes() throws Exception {
        answer(gzipped(GOOD));
        shop.poll();
        PollResult again = shop.poll();
        assertThat(again).isEqualTo(new PollResult.Unchanged(PollResult.Shortcut.EQUAL_BYTES));
        answer(gzipped(CHANGED));
        assertThat(shop.told()).containsExactly(CHANGES);
        answer(json(CHANGED));
        assertThat(shop.poll()).isEqualTo(new PollResult.Unchanged(PollResult.Shortcut.COMPARED));
        answer(gzipped(GOOD));
        assertThat(shop.poll()).isInstanceOf(PollResult.Observed.class);
    }
}
