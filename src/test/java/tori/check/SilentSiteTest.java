package tori.check;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;
import tori.network.CuttableProxy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

/** Over HTTP/2, where a request that is given up leaves its connection to the next. */
@Timeout(60)
class SilentSiteTest {

    @RegisterExtension
    static final WireMockExtension SITE =
            WireMockExtension.newInstance()
                    .options(wireMockConfig().dynamicPort().dynamicHttpsPort())
                    .build();

    private final CheckBench bench =
            new CheckBench(Map.of("site.test", InetAddress.getLoopbackAddress()));

    @Test
    void shouldTakeAnotherConnectionAfterTheKeptOneFellSilent() throws Exception {
        SITE.stubFor(get(urlEqualTo("/")).willReturn(aResponse().withStatus(200)));
        try (CuttableProxy way = new CuttableProxy(SITE.getHttpsPort())) {
            InspectedCheck check =
                    bench.check(
                            "type: http, url: 'https://site.test:%d/', verify: false, keep_alive: true"
                                    .formatted(way.port()),
                            Duration.ofSeconds(2));
            assertThat(check.look().result()).isInstanceOf(Passed.class);
            way.freeze();
            assertThat(check.look().result()).isInstanceOf(Failed.class);
            way.thawNew();
            await().until(() -> check.look().result() instanceof Passed);
        }
    }
}
