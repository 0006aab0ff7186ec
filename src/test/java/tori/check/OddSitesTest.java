package tori.check;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.tls.HeldCertificate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tori.incident.CheckCause;
import tori.incident.CheckResult;
import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

/** Sites whose answers do not end, are no answers, or come before the connection is gone. */
@Timeout(120)
class OddSitesTest {

    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate CERTIFICATE =
            new HeldCertificate.Builder()
                    .signedBy(AUTHORITY)
                    .addSubjectAlternativeName("site.test")
                    .build();

    private final CheckBench bench =
            new CheckBench(Map.of("site.test", InetAddress.getLoopbackAddress()), AUTHORITY);

    private CheckReport look(RawPort port, String more) throws InterruptedException {
        return bench.look(monitor(port, "/", more));
    }

    private static String monitor(RawPort port, String path, String more) {
        return "type: http, url: '" + port.url("site.test", path) + "', " + more;
    }

    private static Failed failed(CheckReport report) {
        assertThat(report.result()).isInstanceOf(Failed.class);
        return (Failed) report.result();
    }

    private static boolean chunkThatNeverEnds(OutputStream out) throws IOException {
        return RawPort.sayWithoutEnd(
                out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", "x");
    }

    @Test
    void shouldReadNoFurtherWhereMuchComesThatIsNoBody() throws Exception {
        try (RawPort plain = RawPort.plain((path, out) -> chunkThatNeverEnds(out));
                RawPort secured =
                        RawPort.secured(CERTIFICATE, (path, out) -> chunkThatNeverEnds(out))) {
            for (RawPort port : new RawPort[] {plain, secured}) {
                Failed failed = failed(look(port, "method: GET"));
                assertThat(failed.cause()).isEqualTo(CheckCause.CONNECT);
                assertThat(failed.detail())
                        .isEqualTo(
                                "site.test sent far more than its answer needs: a header or a"
                                        + " chunk that does not end");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 ", "HTTP/1.1 200 OK\r\nA: "})
    void shouldEndWithHeadsThatDoNot(String beginning) throws Exception {
        try (RawPort port =
                RawPort.plain((path, out) -> RawPort.sayWithoutEnd(out, beginning, beginning))) {
            assertThat(failed(look(port, "method: GET")).cause()).isEqualTo(CheckCause.CONNECT);
        }
    }

    /** What an exchange may have is its own, also over a connection that lives on. */
    @Test
    void shouldCountEachExchangeAnew() throws Exception {
        String body = "x".repeat(200_000);
        RawPort.Talk talk =
                (path, out) ->
                        RawPort.say(
                                out, "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + body);
        try (RawPort plain = RawPort.plain(talk);
                RawPort secured = RawPort.secured(CERTIFICATE, talk)) {
            for (RawPort port : new RawPort[] {plain, secured}) {
                InspectedCheck kept =
                        bench.check(monitor(port, "/", "keep_alive: true"), CheckBench.PATIENCE);
                for (int i = 0; i < 10; i++) {
                    assertThat(kept.look().result()).isInstanceOf(Passed.class);
                }
            }
        }
    }

    /** Six bytes for each that counts, and over TLS thirty more, in sum far beyond the window. */
    @Test
    void shouldReadAnswersInSmallPieces() throws Exception {
        int pieces = 40_000;
        RawPort.Talk talk =
                (path, out) -> {
                    RawPort.say(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (int i = 0; i < pieces; i++) {
                        RawPort.say(out, "1\r\nx\r\n");
                    }
                    return RawPort.say(out, "1\r\ny\r\n0\r\n\r\n");
                };
        try (RawPort plain = RawPort.plain(talk);
                RawPort secured = RawPort.secured(CERTIFICATE, talk)) {
            assertThat(look(plain, "expect: {body: xy}").result()).isInstanceOf(Passed.class);
            assertThat(look(secured, "expect: {body: xy}").result()).isInstanceOf(Passed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999", "0", "000", "2147483648", "soon"})
    void shouldSeeTheStatusWhateverTheSiteAsksToWait(String wait) throws Exception {
        for (int status : new int[] {503, 429, 408}) {
            try (RawPort port =
                    RawPort.plain((path, out) ->
                            RawPort.say(
                                    out,
                                    "HTTP/1.1 "
                                            + status
                                            + " X\r\nRetry-After: "
                                            + wait
                                            + "\r\nContent-Length: 0\r\n\r\n"))) {
                Failed failed = failed(look(port, "method: GET"));
                assertThat(failed.cause()).isEqualTo(CheckCause.STATUS);
                assertThat(failed.detail())
                        .isEqualTo("site.test answered " + status + " instead of 2xx");
                assertThat(port.asked()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 -12 X", "HTTP/1.1 99999999999 X", "HTTP/1.1 abc X"})
    void shouldTellWhatIsNoStatus(String line) throws Exception {
        try (RawPort port =
                RawPort.plain(
                        (path, out) -> RawPort.say(out, line + "\r\nContent-Length: 0\r\n\r\n"))) {
            assertThat(failed(look(port, "method: GET")))
                    .extracting(Failed::cause, Failed::detail)
                    .containsExactly(CheckCause.CONNECT, "site.test did not answer in proper HTTP");
        }
    }

    @Test
    void shouldTellABodyOfLessThanNothing() throws Exception {
        try (RawPort port =
                RawPort.plain((path, out) ->
                        RawPort.say(out, "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"))) {
            assertThat(failed(look(port, "method: GET")).detail())
                    .isEqualTo("site.test did not answer in proper HTTP");
        }
    }

    /** Such as Python's own server, which does not say that it closes. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void shouldFollowRedirectsOfSitesThatAnswerOnceForEachConnection(String method)
            throws Exception {
        RawPort.Talk talk =
                (path, out) -> {
                    if (path.equals("/dir")) {
                        RawPort.say(
                                out,
                                "HTTP/1.1 307 X\r\nLocation: /dir/\r\nContent-Length: 0\r\n\r\n");
                    } else {
                        RawPort.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                    return false;
                };
        try (RawPort port = RawPort.plain(talk)) {
            for (int i = 0; i < 20; i++) {
                String monitor = monitor(port, "/dir", "expect: {body: ok}, method: " + method);
                assertThat(bench.look(monitor).result()).isInstanceOf(Passed.class);
            }
        }
    }

    @Test
    void shouldAskOnceWhereAFreshConnectionGivesNoAnswer() throws Exception {
        try (RawPort port = RawPort.plain((path, out) -> false)) {
            assertThat(failed(look(port, "method: GET")).detail())
                    .isEqualTo("site.test closed the connection without an answer");
            assertThat(port.asked()).hasSize(1);
        }
    }

    @Test
    void shouldEndAnExpensiveSearchWithTheCheck() throws Exception {
        String body = "a".repeat(2_000_000);
        try (RawPort port =
                RawPort.plain((path, out) ->
                        RawPort.say(
                                out,
                                "HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + body))) {
            CheckReport report =
                    bench.check(
                                    monitor(port, "/", "expect: {body: {matches: 'a{1,900}b'}}"),
                                    Duration.ofSeconds(1))
                            .look();
            assertThat(report.result())
                    .isEqualTo(
                            new CheckResult.Unknown(
                                    "the answer of site.test could not be judged: looking through"
                                            + " it takes longer than its timeout"));
        }
    }

    @Test
    void shouldReadJsonWithAByteOrderMark() throws Exception {
        try (RawPort port =
                RawPort.plain((path, out) ->
                        RawPort.say(
                                out,
                                "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n"
                                        + "\u00ef\u00bb\u00bf{\"ok\":true}"))) {
            assertThat(look(port, "expect: {json: {$.ok: true}}").result())
                    .isInstanceOf(Passed.class);
        }
    }

    @Test
    void shouldNameTheEncodingThatIsNone() throws Exception {
        try (RawPort port =
                RawPort.plain((path, out) ->
                        RawPort.say(
                                out,
                                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                                        + "Content-Length: 20\r\n\r\n"
                                        + "plain text, no gzip!"))) {
            assertThat(failed(look(port, "expect: {body: text}")).detail())
                    .isEqualTo(
                            "site.test says that its answer is compressed by gzip, but it is not,"
                                    + " or is damaged");
        }
    }
}
