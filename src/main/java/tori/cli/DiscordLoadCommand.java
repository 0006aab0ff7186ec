package tori.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import tori.load.DiscordLoadOrder;
import tori.load.DiscordTrouble;

import java.time.Duration;
import java.util.concurrent.Callable;

/** {@code tori load discord}. */
@Command(
        name = "discord",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a tori of its own on many stores that change at fixed instants and lets it tell"
                    + " of them on look-alikes of Discord, with Discord's limits and troubles.",
            "Measures what is told when, in which order, and how the limits are kept.",
            "Everything runs on loopback and ends by itself."
        })
final class DiscordLoadCommand implements Callable<Integer> {

    private final Actions actions;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private StoreOptions shops = new StoreOptions();

    @Mixin private LoadOptions load = new LoadOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "5",
            description = "Changes a second over all stores (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Guaranteed events a second, pushed beside to a webhook (default:"
                            + " ${DEFAULT-VALUE}).")
    private double events;

    @Option(
            names = "--webhooks",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Discord webhooks, each in a channel of its own; stores take turns (default:"
                            + " ${DEFAULT-VALUE}).")
    private int webhooks;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "How often each store is polled (default: ${DEFAULT-VALUE}).")
    private Duration interval = Duration.ZERO;

    @Option(
            names = "--max-age",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description =
                    "How long an alert may wait for the limits, then it expires (default:"
                            + " ${DEFAULT-VALUE}).")
    private Duration maxAge = Duration.ZERO;

    @Option(
            names = "--latency",
            paramLabel = "DURATION",
            defaultValue = "40ms",
            converter = DurationConverter.class,
            description = "How long the look-alike takes to answer (default: ${DEFAULT-VALUE}).")
    private Duration latency = Duration.ZERO;

    @Option(
            names = "--slow",
            paramLabel = "SHARE",
            converter = ShareConverter.class,
            defaultValue = "0.01",
            description =
                    "Share of answers, such as 0.1 or 10%%, that take twenty times as long"
                            + " (default: ${DEFAULT-VALUE}).")
    private double slow;

    @Option(
            names = "--errors",
            paramLabel = "SHARE",
            converter = ShareConverter.class,
            defaultValue = "0.005",
            description = "Share of answers that are 500 (default: ${DEFAULT-VALUE}).")
    private double errors;

    @Option(
            names = "--limited",
            paramLabel = "SHARE",
            converter = ShareConverter.class,
            defaultValue = "0.005",
            description =
                    "Share of answers that are 429 though no limit was passed, half of them"
                            + " globally (default: ${DEFAULT-VALUE}).")
    private double limited;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides which answers these are (default: ${DEFAULT-VALUE}).")
    private long seed;

    DiscordLoadCommand(Actions actions) {
        this.actions = actions;
    }

    @Override
    public Integer call() throws Exception {
        return actions.loadDiscord(order(), load.json());
    }

    private DiscordLoadOrder order() {
        try {
            return new DiscordLoadOrder(
                    shops.stores(),
                    shops.products(),
                    rate,
                    events,
                    webhooks,
                    load.duration(),
                    interval,
                    maxAge,
                    new DiscordTrouble(latency, slow, errors, limited, seed));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "load discord " + e.getMessage(), e);
        }
    }
}
