package tori.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code tori probe}. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description =
                "Polls one monitor once and prints what it saw and which events it would raise."
                        + " Nothing is sent or stored.")
final class ProbeCommand implements Callable<Integer> {

    private final Actions actions;

    private final ConfigOption config;

    @Parameters(
            paramLabel = "SITE/MONITOR",
            description = "The monitor, as named in the configuration.")
    private String monitor = "";

    ProbeCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        return actions.probe(config.path, monitor);
    }
}
