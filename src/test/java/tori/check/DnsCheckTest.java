package tori.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tori.incident.CheckCause;
import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

@Timeout(60)
class DnsCheckTest {

    private final CheckBench bench = new CheckBench(Map.of());

    private static String dns(StubNameServer server, String more) {
        return "type: dns, query: shop.example, resolver: '" + server.address() + "'" + more;
    }

    private Failed failed(StubNameServer server, String more) throws InterruptedException {
        CheckReport report = bench.look(dns(server, more));
        assertThat(report.result()).isInstanceOf(Failed.class);
        return (Failed) report.result();
    }

    @Test
    void shouldBeContentWithAnyRecord() throws Exception {
        try (StubNameServer server = StubNameServer.addresses("192.0.2.1")) {
            CheckReport report = bench.look(dns(server, ", latency: 20s"));
            assertThat(report.result()).isInstanceOf(Passed.class);
            assertThat(report.conditions())
                    .extracting(Condition::expected)
                    .containsExactly("shop.example has A records", "takes at most 20000 ms");
            assertThat(report.phases().dns()).isEqualTo(report.phases().total());
        }
    }

    @Test
    void shouldFindWhatIsExpected() throws Exception {
        try (StubNameServer server = StubNameServer.addresses("192.0.2.1", "192.0.2.2")) {
            assertThat(bench.look(dns(server, ", expect: [192.0.2.2, 192.0.2.1]")).result())
                    .isInstanceOf(Passed.class);
            Failed failed = failed(server, ", expect: 192.0.2.3");
            assertThat(failed.cause()).isEqualTo(CheckCause.DNS);
            assertThat(failed.detail())
                    .isEqualTo(
                            "the A records of shop.example are \"192.0.2.1, 192.0.2.2\", without"
                                    + " \"192.0.2.3\"");
        }
        try (StubNameServer server = StubNameServer.mail(10, "Mail.shop.example")) {
            String mail = ", record: MX, expect: ";
            assertThat(bench.look(dns(server, mail + "'10 mail.shop.example'")).result())
                    .isInstanceOf(Passed.class);
            assertThat(bench.look(dns(server, mail + "mail.shop.example")).result())
                    .isInstanceOf(Passed.class);
            assertThat(failed(server, mail + "'20 mail.shop.example'").cause())
                    .isEqualTo(CheckCause.DNS);
        }
        try (StubNameServer server = StubNameServer.text("v=spf1 -all", "x")) {
            assertThat(bench.look(dns(server, ", record: TXT, expect: 'v=spf1 -allx'")).result())
                    .isInstanceOf(Passed.class);
        }
    }

    @Test
    void shouldTellCausesApart() throws Exception {
        try (StubNameServer server = StubNameServer.failing(3)) {
            Failed failed = failed(server, "");
            assertThat(failed.cause()).isEqualTo(CheckCause.DNS);
            assertThat(failed.detail()).isEqualTo("there is no name shop.example");
        }
        try (StubNameServer server = StubNameServer.failing(2)) {
            Failed failed = failed(server, "");
            assertThat(failed.cause()).isEqualTo(CheckCause.DNS);
            assertThat(failed.detail())
                    .isEqualTo(server.address() + " could not look up shop.example");
        }
        try (StubNameServer server = StubNameServer.failing(0)) {
            assertThat(failed(server, "").detail()).isEqualTo("shop.example has no A records");
        }
    }

    @Test
    void shouldTellSilence() throws Exception {
        try (StubNameServer server = StubNameServer.silent()) {
            CheckReport report = bench.check(dns(server, ""), Duration.ofMillis(300)).look();
            assertThat(report.result())
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> {
                                assertThat(failed.cause()).isEqualTo(CheckCause.TIMEOUT);
                                assertThat(failed.detail())
                                        .isEqualTo(
                                                server.address() + " did not answer within 300 ms");
                            });
        }
    }

    @Test
    void shouldTellThatNobodyListens() throws Exception {
        StubNameServer gone = gone();
        CheckReport report = bench.check(dns(gone, ""), Duration.ofMillis(600)).look();
        assertThat(report.result())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed ->
                                assertThat(failed.cause())
                                        .isIn(CheckCause.CONNECT, CheckCause.TIMEOUT));
    }

    private static StubNameServer gone() throws IOException {
        StubNameServer server = StubNameServer.silent();
        server.close();
        return server;
    }
}
