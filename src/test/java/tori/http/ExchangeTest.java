package tori.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.time.SettableClock;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.zip.ZipException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

class ExchangeTest {

    private final SettableClock clock = new SettableClock();
    private final Exchange exchange =
            new Exchange(
                    "shop.test",
                    Duration.ofSeconds(10),
                    clock.nanoTime() + Duration.ofSeconds(10).toNanos(),
                    clock);

    private void assertTold(IOException e, Cause kind, String words) {
        FetchException failure = exchange.failure(e);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessage(words);
    }

    private static SSLException tls(Throwable cause) {
        SSLException e = new SSLHandshakeException("PKIX path validation failed");
        e.initCause(new CertPathValidatorException("validity check failed", cause));
        return e;
    }

    @Test
    void shouldTellCertificatesApart() {
        assertTold(
                tls(new CertificateExpiredException("NotAfter")),
                Cause.TLS,
                "the certificate of shop.test has expired");
        assertTold(
                tls(new CertificateNotYetValidException("NotBefore")),
                Cause.TLS,
                "the certificate of shop.test is not valid yet");
        assertTold(
                new SSLPeerUnverifiedException("other.test"),
                Cause.TLS,
                "the certificate of shop.test is for another name");
        assertTold(tls(null), Cause.TLS, "the certificate of shop.test is not trusted");
        assertTold(
                new SSLException("protocol_version"),
                Cause.TLS,
                "no secure connection to shop.test: the TLS handshake failed");
    }

    @Test
    void shouldTellConnectionsApart() {
        assertTold(
                new ConnectException("refused"),
                Cause.CONNECTION,
                "shop.test refused the connection");
        assertTold(
                new NoRouteToHostException("x"), Cause.CONNECTION, "there is no way to shop.test");
        assertTold(
                new SocketException("Connection reset"),
                Cause.CONNECTION,
                "shop.test reset the connection");
        assertTold(new EOFException("x"), Cause.CONNECTION, "the answer of shop.test was cut off");
        assertTold(
                new ProtocolException("unexpected end of stream"),
                Cause.CONNECTION,
                "the answer of shop.test was cut off");
        assertTold(
                new IOException("unexpected end of stream on …", new EOFException()),
                Cause.CONNECTION,
                "shop.test closed the connection without an answer");
        assertTold(
                new IOException("secret=1"),
                Cause.CONNECTION,
                "the connection to shop.test failed (IOException)");
        assertTold(
                new UnknownHostException("x"),
                Cause.DNS,
                "the name shop.test could not be resolved");
        assertTold(
                new ZipException("its checksum is wrong"),
                Cause.NOT_JSON,
                "the compressed answer of shop.test is damaged: its checksum is wrong");
    }

    @Test
    void shouldCallEverythingATimeoutOnceTimeIsUp() {
        String words = "shop.test did not answer in full within 10000 ms";
        assertTold(new SocketTimeoutException("connect"), Cause.TIMEOUT, words);
        clock.advance(Duration.ofSeconds(10));
        assertTold(new SocketException("Socket closed"), Cause.TIMEOUT, words);
        assertThat(exchange.remainingNanos()).isEqualTo(1);
    }
}
