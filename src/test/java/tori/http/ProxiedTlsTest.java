package tori.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import okhttp3.OkHttpClient;
import okhttp3.Protocol;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tori.config.PathsConfig;
import tori.config.ProxyConfig;
import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.poll.Reply;
import tori.telemetry.ProxyReading;
import tori.time.SystemClocks;

import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** TLS and HTTP/2 with a store through proxies: as without them. */
@Timeout(60)
class ProxiedTlsTest {

    @RegisterExtension
    static final WireMockExtension MOCK =
            WireMockExtension.newInstance()
                    .options(wireMockConfig().dynamicPort().dynamicHttpsPort())
                    .build();

    private final AtomicReference<Protocol> protocol = new AtomicReference<>();
    private final Resolver resolver =
            new Resolver(
                    host -> {
                        throw new UnknownHostException(host);
                    },
                    Resolver.Limits.DEFAULT,
                    SystemClocks.monotonic());

    @AfterEach
    void close() {
        resolver.close();
    }

    private static OkHttpClient.Builder trustingEveryIssuer() throws Exception {
        Http2Test.TrustEverybody trust = new Http2Test.TrustEverybody();
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {trust}, new SecureRandom());
        return new OkHttpClient.Builder().sslSocketFactory(tls.getSocketFactory(), trust);
    }

    private static ProxyPool pool(ProxyConfig.Protocol protocol, TestProxy proxy) {
        ProxyConfig config = new ProxyConfig(protocol, "127.0.0.1", proxy.port(), null);
        return ProxyPool.none(SystemClocks.monotonic())
                .reconfigured(
                        new PathsConfig(List.of(config), List.of(), List.of()), new Random(1));
    }

    private OkHttpTransport transport(OkHttpClient.Builder builder, ProxyPool pool) {
        return new OkHttpTransport(
                builder, "tori/test", 10, resolver, pool, SystemClocks.monotonic());
    }

    private static Fetch fetch() {
        return new Fetch(
                URI.create("https://shop.test:" + MOCK.getHttpsPort() + "/p"),
                "application/json",
                null,
                Duration.ofSeconds(30),
                1_000);
    }

    @ParameterizedTest
    @EnumSource(ProxyConfig.Protocol.class)
    void shouldSpeakHttp2OverOneConnectionThroughAProxy(ProxyConfig.Protocol spoken)
            throws Exception {
        MOCK.stubFor(get(urlEqualTo("/p")).willReturn(aResponse().withBody("{}")));
        OkHttpClient.Builder builder =
                trustingEveryIssuer()
                        .hostnameVerifier((host, session) -> host.equals("shop.test"))
                        .addNetworkInterceptor(chain -> {
                            protocol.set(chain.connection().protocol());
                            return chain.proceed(chain.request());
                        });
        try (TestProxy proxy = new TestProxy();
                OkHttpTransport transport = transport(builder, pool(spoken, proxy))) {
            for (int i = 0; i < 3; i++) {
                try (Reply reply = transport.fetch(fetch())) {
                    assertThat(reply.body().readAllBytes()).hasSize(2);
                }
            }
            assertThat(protocol).hasValue(Protocol.HTTP_2);
            assertThat(proxy.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(ProxyConfig.Protocol.class)
    void shouldRefuseACertificateForAnotherNameThroughAProxy(ProxyConfig.Protocol spoken)
            throws Exception {
        try (TestProxy proxy = new TestProxy()) {
            ProxyPool pool = pool(spoken, proxy);
            try (OkHttpTransport transport = transport(trustingEveryIssuer(), pool)) {
                assertThatThrownBy(() -> transport.fetch(fetch()))
                        .isInstanceOfSatisfying(
                                FetchException.class,
                                e -> {
                                    assertThat(e.kind()).isEqualTo(Cause.TLS);
                                    assertThat(e)
                                            .hasMessageContaining(
                                                    "certificate of shop.test is for another name");
                                });
            }
            assertThat(pool.readings()).noneMatch(ProxyReading::cooling);
        }
    }
}
