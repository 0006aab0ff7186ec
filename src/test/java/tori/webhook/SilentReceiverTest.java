package tori.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import okhttp3.OkHttpClient;
import okhttp3.Protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import tori.model.SendResult.Failed;
import tori.model.SendResult.Sent;
import tori.network.CuttableProxy;
import tori.time.SettableClock;
import tori.wire.SampleEvents;

import java.time.Duration;
import java.util.List;

/** Over HTTP/2, where a request that is given up leaves its connection to the next. */
@Timeout(60)
class SilentReceiverTest {

    @RegisterExtension
    static final WireMockExtension RECEIVER =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    @Test
    void shouldMakeTheNextAttemptOverAnotherConnection() throws Exception {
        RECEIVER.stubFor(post(urlEqualTo("/hook")).willReturn(aResponse().withStatus(204)));
        OkHttpClient client =
                new OkHttpClient.Builder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();
        try (CuttableProxy way = new CuttableProxy(RECEIVER.getPort());
                WebhookSender sender =
                        new WebhookSender(
                                client,
                                WebhookSettings.of(
                                        "http://127.0.0.1:" + way.port() + "/hook", null),
                                new SettableClock(),
                                () -> 0,
                                Duration.ofSeconds(2))) {
            assertThat(sender.send(List.of(SampleEvents.restocked()))).isInstanceOf(Sent.class);
            way.freeze();
            assertThat(sender.send(List.of(SampleEvents.restocked()))).isInstanceOf(Failed.class);
            way.thawNew();
            assertThat(sender.send(List.of(SampleEvents.restocked()))).isInstanceOf(Sent.class);
        }
    }
}
