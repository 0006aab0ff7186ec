package tori.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tori.incident.CheckCause;
import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;
import tori.model.FreePort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;

@Timeout(60)
class TcpCheckTest {

    private final CheckBench bench =
            new CheckBench(Map.of("db.test", InetAddress.getLoopbackAddress()));

    private Failed failed(String monitor) throws InterruptedException {
        CheckReport report = bench.look(monitor);
        assertThat(report.result()).isInstanceOf(Failed.class);
        return (Failed) report.result();
    }

    @Test
    void shouldBeContentWithAConnection() throws Exception {
        try (ScriptedPort port = ScriptedPort.greeting("")) {
            CheckReport report = bench.look("type: tcp, address: '" + port.address() + "'");
            assertThat(report.result()).isInstanceOf(Passed.class);
            assertThat(report.phases().connect()).isNotNull();
            assertThat(report.phases().dns()).isNull();
            assertThat(report.conditions()).isEmpty();
        }
    }

    @Test
    void shouldWaitForAGreeting() throws Exception {
        try (ScriptedPort port = ScriptedPort.greeting("220 mail.example ESMTP\r\n")) {
            String monitor =
                    "type: tcp, address: '"
                            + port.address().replace("127.0.0.1", "db.test")
                            + "', ";
            CheckReport report = bench.look(monitor + "expect: 'ESMTP', latency: 20s");
            assertThat(report.result()).isInstanceOf(Passed.class);
            assertThat(report.phases().dns()).isNotNull();
            assertThat(report.phases().firstByte()).isNotNull();
            assertThat(report.conditions())
                    .extracting(Condition::expected)
                    .containsExactly("sends \"ESMTP\"", "takes at most 20000 ms");
            Failed other = failed(monitor + "expect: 'IMAP'");
            assertThat(other.cause()).isEqualTo(CheckCause.CONTENT);
            assertThat(other.detail())
                    .matches(
                            "db\\.test:[0-9]+ sent \"220 mail\\.example ESMTP\\?\\?\" instead of"
                                    + " \"IMAP\"");
        }
    }

    @Test
    void shouldSayWhatItIsToldTo() throws Exception {
        try (ScriptedPort port = ScriptedPort.saying("+PONG\r\n")) {
            CheckReport report =
                    bench.look(
                            "type: tcp, address: '"
                                    + port.address()
                                    + "', send: \"PING\\r\\n\", expect: '+PONG'");
            assertThat(report.result()).isInstanceOf(Passed.class);
            assertThat(port.heard()).containsExactly("PING\r\n");
        }
    }

    @Test
    void shouldTellCausesApart() throws Exception {
        int free = FreePort.choose();
        Failed refused = failed("type: tcp, address: '127.0.0.1:" + free + "'");
        assertThat(refused.cause()).isEqualTo(CheckCause.CONNECT);
        assertThat(refused.detail()).isEqualTo("127.0.0.1:" + free + " refused the connection");

        Failed unknown = failed("type: tcp, address: 'nowhere.test:1'");
        assertThat(unknown.cause()).isEqualTo(CheckCause.DNS);
        assertThat(unknown.detail()).isEqualTo("the name nowhere.test could not be resolved");

        try (ScriptedPort port = ScriptedPort.greeting("")) {
            Failed mute = failed("type: tcp, address: '" + port.address() + "', expect: 'x'");
            assertThat(mute.cause()).isEqualTo(CheckCause.CONTENT);
            assertThat(mute.detail())
                    .isEqualTo(
                            port.address()
                                    + " closed the connection without a word instead of \"x\"");
        }
    }

    @Test
    void shouldTellSilence() throws Exception {
        try (ServerSocket silent = silent()) {
            String monitor =
                    "type: tcp, expect: 'x', address: '127.0.0.1:" + silent.getLocalPort() + "'";
            CheckReport report = bench.check(monitor, Duration.ofMillis(200)).look();
            assertThat(report.result())
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> {
                                assertThat(failed.cause()).isEqualTo(CheckCause.TIMEOUT);
                                assertThat(failed.detail())
                                        .endsWith("did not answer within 200 ms");
                            });
        }
    }

    private static ServerSocket silent() throws IOException {
        return new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
    }

    @Test
    void shouldNotShowBytesThatAreNoText() throws Exception {
        try (ScriptedPort port = ScriptedPort.greeting("\u0001\u0002ab\u0003\ufffd".repeat(50))) {
            Failed failed = failed("type: tcp, address: '" + port.address() + "', expect: 'y'");
            assertThat(failed.detail())
                    .isEqualTo(port.address() + " sent bytes that are no text instead of \"y\"");
        }
    }

    @Test
    void shouldStopListeningToOneWhoNeverEnds() throws Exception {
        try (ScriptedPort port = ScriptedPort.greeting("x".repeat(200_000))) {
            Failed failed = failed("type: tcp, address: '" + port.address() + "', expect: 'y'");
            assertThat(failed.cause()).isEqualTo(CheckCause.CONTENT);
            assertThat(failed.detail()).contains("x…\" instead of \"y\"");
        }
    }
}
