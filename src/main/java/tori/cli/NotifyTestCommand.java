package tori.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code tori notify-test}. */
@Command(
        name = "notify-test",
        mixinStandardHelpOptions = true,
        description =
                "Sends one clearly marked test message to a destination and prints the answer.")
final class NotifyTestCommand implements Callable<Integer> {

    private final Actions actions;

    private final ConfigOption config;

    @Parameters(
            paramLabel = "DESTINATION",
            description = "The destination, as named in the configuration.")
    private String destination = "";

    NotifyTestCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        return actions.notifyTest(config.path, destination);
    }
}
