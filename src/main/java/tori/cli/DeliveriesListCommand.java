package tori.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import tori.api.DeliveryDesk;
import tori.delivery.DeliveryState;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/** {@code tori deliveries list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Lists deliveries, newest first: what is open or dead, if nothing else is said.")
final class DeliveriesListCommand implements Callable<Integer> {

    private final Actions actions;

    private final ConfigOption config;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            converter = StateConverter.class,
            description =
                    "Only those in this state: pending, in_flight, retry_wait, delivered, failed."
                            + " May be repeated.")
    private List<DeliveryState> states = new ArrayList<>();

    @Option(
            names = "--destination",
            paramLabel = "NAME",
            description = "Only those owed to this destination.")
    private @Nullable String destination;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many, 1 to 500 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "One JSON object, times in UTC.")
    private boolean json;

    DeliveriesListCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        if (limit < 1 || limit > DeliveryDesk.MAX_PAGE) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--limit must be 1 to " + DeliveryDesk.MAX_PAGE);
        }
        return actions.deliveries(
                config.path, new DeliveriesOrder.Listing(states, destination, limit, json));
    }
}
