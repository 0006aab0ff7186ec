package tori.cli;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/** {@code tori run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Watches and tells, until stopped by SIGTERM or SIGINT; SIGHUP reloads the"
                        + " configuration.")
final class RunCommand implements Callable<Integer> {

    private final Actions actions;

    private final ConfigOption config;

    RunCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        return actions.run(config.path);
    }
}
