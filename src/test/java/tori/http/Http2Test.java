package tori.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import okhttp3.OkHttpClient;
import okhttp3.Protocol;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import tori.network.CuttableProxy;
import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.poll.Reply;
import tori.time.SystemClocks;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The same transport over TLS and HTTP/2, with a certificate that only this test trusts. */
@Timeout(60)
class Http2Test {

    private static final byte[] JSON =
            "{\"products\":[]}".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    @RegisterExtension
    static final WireMockExtension MOCK =
            WireMockExtension.newInstance()
                    .options(wireMockConfig().dynamicPort().dynamicHttpsPort().gzipDisabled(true))
                    .build();

    private final AtomicReference<Protocol> protocol = new AtomicReference<>();
    private final Resolver resolver =
            new Resolver(
                    host -> List.of(InetAddress.getLoopbackAddress()),
                    Resolver.Limits.DEFAULT,
                    SystemClocks.monotonic());
    private OkHttpTransport transport;

    @BeforeEach
    void open() throws Exception {
        TrustEverybody trust = new TrustEverybody();
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {trust}, new SecureRandom());
        OkHttpClient.Builder builder =
                new OkHttpClient.Builder()
                        .sslSocketFactory(tls.getSocketFactory(), trust)
                        .hostnameVerifier((host, session) -> true)
                        .addNetworkInterceptor(chain -> {
                            protocol.set(chain.connection().protocol());
                            return chain.proceed(chain.request());
                        });
        transport =
                new OkHttpTransport(
                        builder,
                        "tori/test",
                        10,
                        resolver,
                        ProxyPool.none(SystemClocks.monotonic()),
                        SystemClocks.monotonic());
    }

    @AfterEach
    void close() {
        transport.close();
        resolver.close();
    }

    private static Fetch fetch(String path, Duration timeout) {
        return fetch(MOCK.getHttpsPort(), path, timeout);
    }

    private static Fetch fetch(int port, String path, Duration timeout) {
        return new Fetch(
                URI.create("https://localhost:" + port + path),
                "application/json",
                null,
                timeout,
                10_000_000);
    }

    @Test
    void shouldSpeakHttp2() throws Exception {
        MOCK.stubFor(
                get(urlEqualTo("/br"))
                        .willReturn(
                                aResponse()
                                        .withHeader("Content-Encoding", "br")
                                        .withBody(
                                                DecompressorTest.compress(
                                                        DecompressorTest.Format.BR, JSON))));
        for (int i = 0; i < 3; i++) {
            try (Reply reply = transport.fetch(fetch("/br", Duration.ofSeconds(50)))) {
                assertThat(reply.body().readAllBytes()).isEqualTo(JSON);
            }
        }
        assertThat(protocol).hasValue(Protocol.HTTP_2);
    }

    @Test
    void shouldKeepTheTimeout() {
        hang();
        assertThatThrownBy(() -> transport.fetch(fetch("/hang", Duration.ofMillis(800))).close())
                .isInstanceOfSatisfying(
                        FetchException.class, e -> assertThat(e.kind()).isEqualTo(Cause.TIMEOUT));
    }

    @Test
    void shouldEndWhenInterrupted() throws Exception {
        hang();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                transport.fetch(fetch("/hang", Duration.ofSeconds(50))).close();
                            } catch (Exception e) {
                                thrown.set(e);
                            }
                        });
        await().until(() -> protocol.get() != null);
        thread.interrupt();
        thread.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    /** As when a router forgets it, or the machine slept: nobody says so. */
    @Test
    void shouldTakeAnotherConnectionAfterOneFellSilent() throws Exception {
        MOCK.stubFor(get(urlEqualTo("/")).willReturn(aResponse().withBody("[]")));
        try (CuttableProxy way = new CuttableProxy(MOCK.getHttpsPort())) {
            Fetch fetch = fetch(way.port(), "/", Duration.ofSeconds(2));
            transport.fetch(fetch).close();
            way.freeze();
            assertThatThrownBy(() -> transport.fetch(fetch).close())
                    .isInstanceOfSatisfying(
                            FetchException.class,
                            e -> assertThat(e.kind()).isEqualTo(Cause.TIMEOUT));
            way.thawNew();
            // For as long as OkHttp waits for a sign of life, and after it.
            for (int i = 0; i < 15; i++) {
                transport.fetch(fetch).close();
                Thread.sleep(100);
            }
        }
    }

    private static void hang() {
        MOCK.stubFor(get(urlEqualTo("/hang")).willReturn(aResponse().withFixedDelay(20_000)));
    }

    static final class TrustEverybody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
