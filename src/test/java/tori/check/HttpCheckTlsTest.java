package tori.check;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.tls.HeldCertificate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tori.incident.CheckCause;
import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Certificates that are good, end soon, have ended, are another's or nobody's. */
@Timeout(60)
class HttpCheckTlsTest {

    /** The real time, which is what the JDK judges certificates by. */
    private static final Instant TODAY = Instant.now();

    private final HeldCertificate authority =
            new HeldCertificate.Builder()
                    .certificateAuthority(0)
                    .validityInterval(millis(-3650), millis(3650))
                    .build();
    private final CheckBench bench =
            new CheckBench(Map.of("site.test", InetAddress.getLoopbackAddress()), authority);

    private static long millis(int days) {
        return TODAY.plus(Duration.ofDays(days)).toEpochMilli();
    }

    private HeldCertificate certificate(String name, int fromDays, int toDays) {
        return new HeldCertificate.Builder()
                .signedBy(authority)
                .addSubjectAlternativeName(name)
                .validityInterval(millis(fromDays), millis(toDays))
                .build();
    }

    private static long daysLeft(HeldCertificate certificate) {
        return Expectations.days(
                CheckBench.NOW, certificate.certificate().getNotAfter().toInstant());
    }

    private Failed failed(HeldCertificate certificate) throws Exception {
        try (StubSite site = StubSite.secured(certificate)) {
            site.on("/", 200, "");
            CheckReport report =
                    bench.look("type: http, url: '" + site.url("site.test", "/") + "'");
            assertThat(report.result()).isInstanceOf(Failed.class);
            return (Failed) report.result();
        }
    }

    @Test
    void shouldSayHowLongTheCertificateIsGood() throws Exception {
        HeldCertificate good = certificate("site.test", -1, 90);
        long days = daysLeft(good);
        try (StubSite site = StubSite.secured(good)) {
            site.on("/", 200, "");
            String monitor = "type: http, url: '" + site.url("site.test", "/") + "', ";

            CheckReport enough = bench.look(monitor + "expect: {tls_days: 7}");
            assertThat(enough.certificateDays()).isEqualTo(days);
            assertThat(enough.phases().tls()).isNotNull();
            assertThat(enough.phases().dns()).isNotNull();
        }
    }

    @Test
    void shouldTellACertificateThatEndsSoon() throws Exception {
        // Far enough for the JDK's clock, not for what is asked.
        HeldCertificate good = certificate("site.test", -1, 90);
        long days = daysLeft(good);
        try (StubSite site = StubSite.secured(good)) {
            site.on("/", 200, "");
            CheckReport report =
                    bench.look(
                            "type: http, url: '"
                                    + site.url("site.test", "/")
                                    + "', expect: {tls_days: "
                                    + (days + 1)
                                    + "}");
            assertThat(report.result())
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> {
                                assertThat(failed.cause()).isEqualTo(CheckCause.TLS);
                                assertThat(failed.detail())
                                        .isEqualTo(
                                                "the certificate of site.test is good for "
                                                        + days
                                                        + " more days, fewer than "
                                                        + (days + 1));
                            });
        }
    }

    @Test
    void shouldTellWhatIsWrongWithACertificate() throws Exception {
        Failed expired = failed(certificate("site.test", -90, -1));
        Failed early = failed(certificate("site.test", 1, 90));
        Failed other = failed(certificate("else.test", -1, 90));
        Failed own =
                failed(
                        new HeldCertificate.Builder()
                                .addSubjectAlternativeName("site.test")
                                .build());

        assertThat(expired.cause()).isEqualTo(CheckCause.TLS);
        assertThat(expired.detail()).isEqualTo("the certificate of site.test has expired");
        assertThat(early.detail()).isEqualTo("the certificate of site.test is not valid yet");
        assertThat(other.cause()).isEqualTo(CheckCause.TLS);
        assertThat(other.detail()).isEqualTo("the certificate of site.test is for another name");
        assertThat(own.cause()).isEqualTo(CheckCause.TLS);
        assertThat(own.detail()).isEqualTo("the certificate of site.test is not trusted");
    }

    @Test
    void shouldTellThatThereIsNoTls() throws Exception {
        try (ScriptedPort plain = ScriptedPort.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            CheckReport report = bench.look("type: http, url: 'https://" + plain.address() + "/'");
            assertThat(report.result())
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> {
                                assertThat(failed.cause()).isEqualTo(CheckCause.TLS);
                                assertThat(failed.detail())
                                        .isEqualTo(
                                                "no secure connection to 127.0.0.1: the TLS"
                                                        + " handshake failed");
                            });
        }
    }

    @Test
    void shouldTrustAnythingIfToldSo() throws Exception {
        HeldCertificate expired = certificate("else.test", -90, -1);
        try (StubSite site = StubSite.secured(expired)) {
            site.on("/", 200, "");
            CheckReport report =
                    bench.look(
                            "type: http, verify: false, url: '" + site.url("site.test", "/") + "'");
            assertThat(report.result()).isInstanceOf(Passed.class);
            assertThat(report.certificateDays()).isEqualTo(daysLeft(expired));
        }
    }

    @Test
    void shouldSeeEachCertificateAnew() throws Exception {
        HeldCertificate first = certificate("site.test", -1, 90);
        HeldCertificate second = certificate("site.test", -1, 30);
        int port;
        InspectedCheck check;
        try (StubSite site = StubSite.secured(first)) {
            site.on("/", 200, "");
            check =
                    bench.check(
                            "type: http, url: '" + site.url("site.test", "/") + "'",
                            CheckBench.PATIENCE);
            assertThat(check.look().certificateDays()).isEqualTo(daysLeft(first));
            port = site.port();
        }
        try (StubSite site = StubSite.secured(second, port)) {
            site.on("/", 200, "");
            assertThat(check.look().certificateDays()).isEqualTo(daysLeft(second));
        }
    }
}
