package tori.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code tori profile}. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        description = "Profiles a running daemon through its debug endpoint.")
final class ProfileCommand implements Callable<Integer> {

    private final Actions actions;

    private final ConfigOption config;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long, 1 to 600 (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--event",
            paramLabel = "EVENT",
            description =
                    "An async-profiler flame graph of cpu, alloc, wall or lock; left out: a JFR"
                            + " recording.")
    private @Nullable String event;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it (default: a dated file in the profiling directory).")
    private @Nullable Path out;

    ProfileCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    /** With what reads a recording afterwards. */
    static CommandLine with(Actions actions, ConfigOption config) {
        return new CommandLine(new ProfileCommand(actions, config))
                .addSubcommand(new ProfileSummaryCommand(actions));
    }

    @Override
    public Integer call() throws Exception {
        return actions.profile(new ProfileOrder(config.path, seconds, event, out));
    }
}
