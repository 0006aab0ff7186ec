package tori.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code tori deliveries show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one delivery with its event and each attempt.")
final class DeliveriesShowCommand implements Callable<Integer> {

    private final Actions actions;

    private final ConfigOption config;

    @Parameters(paramLabel = "ID", description = "The delivery's number.")
    private long id;

    @Option(names = "--json", description = "One JSON object, times in UTC.")
    private boolean json;

    DeliveriesShowCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        return actions.deliveries(config.path, new DeliveriesOrder.Showing(id, json));
    }
}
