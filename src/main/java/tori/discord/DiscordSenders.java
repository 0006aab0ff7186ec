package tori.discord;

import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

import tori.model.Sender;
import tori.time.NanoClock;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Makes Discord senders and holds what all of them share: the connections and the budget of invalid
 * answers. Thread-safe.
 */
public final class DiscordSenders implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** One request is in flight per webhook, so more than this many webhooks share connections. */
    private static final int MAX_IDLE_CONNECTIONS = 32;

    /** A handshake costs more than an alert may take, so connections are kept between alerts. */
    private static final int KEEP_ALIVE_MINUTES = 5;

    private final OkHttpClient client;
    private final InvalidBudget invalid;

    /**
     * @param dns resolves Discord's name
     * @param clock measures the ten minutes over which invalid answers count
     */
    public DiscordSenders(Dns dns, NanoClock clock) {
        this.invalid = new InvalidBudget(clock);
        this.client =
                new OkHttpClient.Builder()
                        .dns(dns)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .connectionPool(
                                new ConnectionPool(
                                        MAX_IDLE_CONNECTIONS, KEEP_ALIVE_MINUTES, TimeUnit.MINUTES))
                        .build();
    }

    /** A sender for one webhook. */
    public Sender sender(DiscordSettings settings) {
        return new DiscordSender(client, settings, invalid);
    }

    /** Lets go of the idle connections. */
    @Override
    public void close() {
        client.connectionPool().evictAll();
    }
}
