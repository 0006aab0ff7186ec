package tori.webhook;

import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

import tori.model.Sender;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Makes webhook senders and holds the connections they share. Thread-safe. */
public final class WebhookSenders implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** As many as one host may have requests in flight. */
    private static final int MAX_IDLE_CONNECTIONS = 50;

    /** A handshake costs more than an alert may take, so connections are kept between alerts. */
    private static final int KEEP_ALIVE_MINUTES = 5;

    private final OkHttpClient client;
    private final InstantSource wall;

    /**
     * @param dns resolves the endpoints' names
     * @param wall dates each attempt
     */
    public WebhookSenders(Dns dns, InstantSource wall) {
        this.wall = wall;
        this.client =
                new OkHttpClient.Builder()
                        .dns(dns)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .connectionPool(
                                new ConnectionPool(
                                        MAX_IDLE_CONNECTIONS, KEEP_ALIVE_MINUTES, TimeUnit.MINUTES))
                        .build();
    }

    /** A sender for one endpoint. */
    public Sender sender(WebhookSettings settings) {
        return new WebhookSender(client, settings, wall);
    }

    /** Lets go of the idle connections. */
    @Override
    public void close() {
        client.connectionPool().evictAll();
    }
}
