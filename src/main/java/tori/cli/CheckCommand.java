package tori.cli;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/** {@code tori check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Validates the configuration and prints every problem as FILE:LINE:COL: key: what"
                        + " is wrong; what is allowed.")
final class CheckCommand implements Callable<Integer> {

    private final Actions actions;

    private final ConfigOption config;

    CheckCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        return actions.check(config.path);
    }
}
