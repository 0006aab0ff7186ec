package tori.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.network.AddressFence;
import tori.network.AddressRange;
import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.poll.Reply;
import tori.time.SystemClocks;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Polls of monitors that were added while tori runs do not reach into the network inside. */
@Timeout(120)
class FencedFetchTest {

    @RegisterExtension
    static final WireMockExtension MOCK =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private final AddressFence fence = new AddressFence(List.of());
    private final Resolver resolver =
            new Resolver(
                    host -> List.of(InetAddress.getLoopbackAddress()),
                    Resolver.Limits.DEFAULT,
                    SystemClocks.monotonic());
    private final OkHttpTransport transport =
            OkHttpTransport.within(
                    fence,
                    "tori/test",
                    10,
                    resolver,
                    ProxyPool.none(SystemClocks.monotonic()),
                    null,
                    SystemClocks.monotonic());

    @AfterEach
    void close() {
        transport.close();
        resolver.close();
    }

    private static Fetch fetch(String url) {
        return new Fetch(
                URI.create(url), "application/json", null, Duration.ofSeconds(60), 1_000_000);
    }

    private void assertRefused(String url, String words) {
        assertThatThrownBy(() -> transport.fetch(fetch(url)).close())
                .isInstanceOfSatisfying(
                        FetchException.class,
                        failure -> {
                            assertThat(failure.kind()).isEqualTo(Cause.CONNECTION);
                            assertThat(failure.getMessage()).contains(words);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "shop.test", "[::1]", "2130706433"})
    void shouldNotAskThisMachineByAnyName(String host) {
        assertRefused(
                "http://" + host + ":" + MOCK.getPort() + "/products.json", "a loopback address");
        MOCK.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void shouldNotFollowIntoTheNetworkInside() throws Exception {
        fence.allow(List.of(Objects.requireNonNull(AddressRange.parse("127.0.0.1"))));
        String shop = "http://shop.test:" + MOCK.getPort();
        MOCK.stubFor(get(urlEqualTo("/good")).willReturn(aResponse().withBody("[]")));
        MOCK.stubFor(
                get(urlEqualTo("/away"))
                        .willReturn(
                                aResponse()
                                        .withStatus(302)
                                        .withHeader("Location", "http://169.254.169.254/x")));
        try (Reply reply = transport.fetch(fetch(shop + "/good"))) {
            assertThat(reply.status()).isEqualTo(200);
        }
        assertRefused(shop + "/away", "169.254.169.254 leads to an address of the machine's");
    }
}
