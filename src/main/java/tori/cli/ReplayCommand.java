package tori.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code tori replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Runs recorded feeds through the real comparison and prints the events as JSON lines:"
                    + " what a monitor with 'record' wrote down, or 001.json, 002.json, …"
                    + " (successive /products.json bodies).",
            "A recording is replayed with the settings of then, or with those of --config."
        })
final class ReplayCommand implements Callable<Integer> {

    private final Actions actions;
    private final ConfigOption config;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "FOLDER",
            description = "The folder of a recording, of all recordings, or of recorded feeds.")
    private Path folder = Path.of("");

    @Option(
            names = "--monitor",
            paramLabel = "SITE/MONITOR",
            description = "Whose recording, where there are several, and whose settings.")
    private @Nullable String monitor;

    @Option(
            names = "--why",
            description =
                    "For people, poll by poll: what was seen, whether it was believed, which"
                            + " changes were found and what held them back.")
    private boolean why;

    ReplayCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        return actions.replay(
                new ReplayOrder(folder, isConfigGiven() ? config.path : null, monitor, why));
    }

    /** A recording needs none: the default counts only if it is named. */
    private boolean isConfigGiven() {
        CommandSpec own = spec;
        if (own == null) {
            return false;
        }
        ParseResult result = own.root().commandLine().getParseResult();
        while (result != null) {
            if (result.hasMatchedOption(ConfigOption.NAMES.getFirst())) {
                return true;
            }
            result = result.hasSubcommand() ? result.subcommand() : null;
        }
        return false;
    }
}
