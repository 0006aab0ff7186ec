package tori.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code tori profile summary}. */
@Command(
        name = "summary",
        mixinStandardHelpOptions = true,
        // One text, for the list of commands shows the first only.
        description =
                "Reads a Flight Recorder recording and prints what it shows: allocation, pauses,"
                        + " the heap's trend, threads, processor, tori's own events with"
                        + " percentiles, the hottest methods.")
final class ProfileSummaryCommand implements Callable<Integer> {

    private final Actions actions;

    @Parameters(paramLabel = "FILE", description = "The recording, a .jfr file.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    ProfileSummaryCommand(Actions actions) {
        this.actions = actions;
    }

    @Override
    public Integer call() throws Exception {
        return actions.summary(file, json);
    }
}
