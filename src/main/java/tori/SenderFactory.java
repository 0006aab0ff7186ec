package tori;

import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

import tori.config.DeliveryConfig;
import tori.config.DestinationConfig;
import tori.discord.DiscordSender;
import tori.discord.DiscordSettings;
import tori.discord.InvalidBudget;
import tori.dispatch.LaneSettings;
import tori.http.Resolver;
import tori.local.ConsoleSender;
import tori.local.FileSender;
import tori.model.Sender;
import tori.time.NanoClock;
import tori.webhook.WebhookSender;
import tori.webhook.WebhookSettings;

import java.io.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;

/** Makes the sender that a destination's configuration asks for. Any thread. */
final class SenderFactory implements AutoCloseable {

    /** A webhook answers within this, or the attempt has failed. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Kept open between alerts: a handshake costs more than an alert may take. */
    private static final int MAX_IDLE_CONNECTIONS = 64;

    private static final int KEEP_ALIVE_MINUTES = 5;

    private final OkHttpClient client;
    private final InvalidBudget invalid;
    private final InstantSource wall;

    SenderFactory(Resolver resolver, NanoClock clock, InstantSource wall) {
        this.wall = wall;
        this.invalid = new InvalidBudget(clock);
        this.client =
                new OkHttpClient.Builder()
                        .dns(resolver)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .connectionPool(
                                new ConnectionPool(
                                        MAX_IDLE_CONNECTIONS, KEEP_ALIVE_MINUTES, TimeUnit.MINUTES))
                        .build();
    }

    /**
     * The sender.
     *
     * @throws IllegalArgumentException with a sentence if the destination refuses its settings
     */
    Sender sender(DestinationConfig destination) {
        return switch (destination) {
            case DestinationConfig.Discord discord ->
                    new DiscordSender(
                            client,
                            DiscordSettings.of(
                                    discord.url().value(),
                                    discord.username(),
                                    discord.avatarUrl() == null
                                            ? null
                                            : discord.avatarUrl().toString(),
                                    discord.mention()),
                            invalid);
            case DestinationConfig.Webhook webhook ->
                    new WebhookSender(
                            client,
                            WebhookSettings.of(
                                    webhook.url().value(),
                                    webhook.secret() == null ? null : webhook.secret().value()),
                            wall);
            case DestinationConfig.File file -> new FileSender(Path.of(file.path()));
            case DestinationConfig.Console _ ->
                    new ConsoleSender(
                            System.out,
                            ConsoleSender.wantsColours(isTerminal(), System.getenv("NO_COLOR")),
                            ZoneId.systemDefault());
        };
    }

    /**
     * Null where standard output is no terminal: the JDK 25 went back to the console that says so.
     */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** How the destination's events wait and leave. */
    static LaneSettings lane(DeliveryConfig delivery) {
        return new LaneSettings(delivery.rate(), delivery.queue(), delivery.maxAge());
    }

    /** Lets go of the connections. */
    @Override
    public void close() {
        client.connectionPool().evictAll();
    }
}
