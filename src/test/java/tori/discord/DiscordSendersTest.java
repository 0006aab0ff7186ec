package tori.discord;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;

import okhttp3.Dns;
import okhttp3.HttpUrl;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tori.model.SendResult;
import tori.model.Sender;
import tori.model.SharedLimit;
import tori.time.SettableClock;
import tori.wire.SampleEvents;

import java.io.IOException;
import java.util.List;

class DiscordSendersTest {

    private final WireMockServer discord =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private final SettableClock clock = new SettableClock();
    private final DiscordSenders senders = new DiscordSenders(Dns.SYSTEM, clock, clock);

    @BeforeEach
    void start() {
        discord.start();
    }

    @AfterEach
    void stop() {
        senders.close();
        discord.stop();
    }

    @Test
    void shouldAskSomethingSmallWithoutAToken() throws Exception {
        discord.stubFor(
                get("/api/v10/gateway").willReturn(okJson("{\"url\":\"wss://example.com\"}")));

        assertThat(senders.askSomethingSmall(webhook())).isEqualTo(200);
        discord.verify(
                getRequestedFor(urlEqualTo("/api/v10/gateway"))
                        .withHeader("User-Agent", matching("DiscordBot .*")));
    }

    @Test
    void shouldAskNothingOnceDiscordHasRefusedTooOften() throws Exception {
        discord.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(403)));
        for (int i = 0; i < 1_000; i++) {
            assertThat(senders.askSomethingSmall(webhook())).isEqualTo(403);
        }

        assertThatThrownBy(() -> senders.askSomethingSmall(webhook()))
                .isInstanceOf(IOException.class);
        discord.verify(1_000, getRequestedFor(anyUrl()));
    }

    @Test
    void shouldPractiseWithoutAskingAnybody() throws Exception {
        try (Sender sender = DiscordSenders.practice(clock, clock)) {
            assertThat(sender.limits())
                    .extracting(SharedLimit::scope)
                    .containsExactly("discord webhook 1", "discord channel 2");
            assertThat(sender.send(List.of(SampleEvents.restocked())))
                    .isInstanceOf(SendResult.Sent.class);
        }
    }

    private HttpUrl webhook() {
        return HttpUrl.get(discord.baseUrl() + "/api/v10/webhooks/1/token");
    }
}
