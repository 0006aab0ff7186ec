package tori.webhook;

import okhttp3.Dns;
import okhttp3.OkHttpClient;

import tori.model.Sender;
import tori.network.MeteredAnswers;
import tori.network.OnDemand;
import tori.network.SilentConnections;
import tori.time.NanoClock;

import java.time.Duration;
import java.time.InstantSource;

/** Makes webhook senders, which share how to connect but no connections. Thread-safe. */
public final class WebhookSenders {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final OnDemand<OkHttpClient> client;
    private final InstantSource wall;
    private final NanoClock clock;

    /**
     * @param dns resolves the endpoints' names
     * @param wall dates each attempt
     * @param clock by which events were {@code seenNanos}
     */
    public WebhookSenders(Dns dns, InstantSource wall, NanoClock clock) {
        this.wall = wall;
        this.clock = clock;
        this.client =
                new OnDemand<>(() ->
                        SilentConnections.noticed(
                                        MeteredAnswers.bounded(new OkHttpClient.Builder()))
                                .dns(dns)
                                .connectTimeout(CONNECT_TIMEOUT)
                                .build());
    }

    /** A sender for one endpoint. */
    public Sender sender(WebhookSettings settings) {
        return new WebhookSender(client.get(), settings, wall, clock);
    }
}
