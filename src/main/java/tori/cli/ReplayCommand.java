package tori.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code tori replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Runs recorded feeds (001.json, 002.json, …: successive /products.json bodies)"
                        + " through the real comparison and prints the events as JSON lines.")
final class ReplayCommand implements Callable<Integer> {

    private final Actions actions;

    @Parameters(paramLabel = "FOLDER", description = "The folder that holds the recorded feeds.")
    private Path folder = Path.of("");

    ReplayCommand(Actions actions) {
        this.actions = actions;
    }

    @Override
    public Integer call() throws Exception {
        return actions.replay(folder);
    }
}
