package tori;

import tori.config.DeliveryConfig;
import tori.config.DestinationConfig;
import tori.config.MessageConfig;
import tori.config.QuietConfig;
import tori.discord.DiscordSenders;
import tori.discord.DiscordSettings;
import tori.dispatch.LaneSettings;
import tori.http.Resolver;
import tori.local.ConsoleSender;
import tori.local.FileSender;
import tori.model.MonitorId;
import tori.model.Sender;
import tori.time.NanoClock;
import tori.webhook.WebhookSenders;
import tori.webhook.WebhookSettings;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/** Makes the sender that a destination's configuration asks for. Any thread. */
final class SenderFactory implements AutoCloseable {

    private final DiscordSenders discord;
    private final WebhookSenders webhooks;

    SenderFactory(Resolver resolver, NanoClock clock, InstantSource wall) {
        this.discord = new DiscordSenders(resolver, clock, wall);
        this.webhooks = new WebhookSenders(resolver, wall, clock);
    }

    /**
     * The sender.
     *
     * @throws IllegalArgumentException with a sentence if the destination refuses its settings
     */
    Sender sender(DestinationConfig destination) {
        return switch (destination) {
            case DestinationConfig.Discord settings ->
                    discord.sender(
                            DiscordSettings.of(
                                    settings.url().value(),
                                    settings.username(),
                                    settings.avatarUrl() == null
                                            ? null
                                            : settings.avatarUrl().toString(),
                                    settings.mention(),
                                    settings.edit()));
            case DestinationConfig.Webhook settings ->
                    webhooks.sender(
                            WebhookSettings.of(
                                    settings.url().value(),
                                    settings.secret() == null ? null : settings.secret().value()));
            case DestinationConfig.File file -> new FileSender(Path.of(file.path()));
            case DestinationConfig.Console _ ->
                    new ConsoleSender(
                            new FileOutputStream(FileDescriptor.out),
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

    /** How messages look from now on, by the monitor that saw what they tell. */
    void styles(Map<MonitorId, MessageConfig> styles) {
        discord.styles(styles);
    }

    /** How the destination's events wait and leave. */
    static LaneSettings lane(DeliveryConfig delivery) {
        QuietConfig quiet = delivery.quiet();
        return new LaneSettings(
                delivery.rate(),
                delivery.queue(),
                delivery.maxAge(),
                delivery.digest(),
                quiet == null ? null : quiet.hours(),
                quiet != null && quiet.digest());
    }

    /** Lets go of the connections that senders share. */
    @Override
    public void close() {
        discord.close();
    }
}
