package tori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.check.CheckReport;
import tori.check.Condition;
import tori.check.Phases;
import tori.incident.CheckCause;
import tori.incident.CheckResult;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

class CheckSheetTest {

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }

    @Test
    void shouldTellEverythingThatWasFound() {
        CheckReport report =
                new CheckReport(
                        new CheckResult.Failed(CheckCause.CONTENT, "no \u001b[2J", micros(9_000)),
                        InetAddress.ofLiteral("192.0.2.1"),
                        200,
                        new Phases(
                                micros(1_250),
                                micros(2_000),
                                micros(3_000),
                                micros(500),
                                micros(9_000)),
                        89L,
                        List.of(
                                new Condition(CheckCause.STATUS, "status is 2xx", true, ""),
                                new Condition(
                                        CheckCause.CONTENT, "body holds \"x\"", false, "no x")));
        assertThat(CheckSheet.lines("shop/page", "https://shop.example/", report))
                .containsExactly(
                        "monitor    shop/page",
                        "checked    https://shop.example/",
                        "address    192.0.2.1",
                        "status     200",
                        "dns        1.3 ms",
                        "connect    2.0 ms",
                        "tls        3.0 ms",
                        "first byte 0.5 ms",
                        "total      9.0 ms",
                        "tls days   89",
                        "passed     status is 2xx",
                        "failed     body holds \"x\": no x",
                        "result     failed (content): no \\u001b[2J");
    }

    @Test
    void shouldLeaveOutWhatDidNotHappen() {
        CheckReport report =
                new CheckReport(
                        new CheckResult.Unknown("no network"),
                        null,
                        0,
                        new Phases(null, null, null, null, micros(100)),
                        null,
                        List.of());
        assertThat(CheckSheet.lines("office/db", "tcp://db.example:1", report))
                .containsExactly(
                        "monitor    office/db",
                        "checked    tcp://db.example:1",
                        "total      0.1 ms",
                        "result     unknown: no network");
    }
}
