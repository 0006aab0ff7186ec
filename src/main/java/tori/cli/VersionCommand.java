package tori.cli;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/** {@code tori version}. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        description = "Prints version, build and Java.")
final class VersionCommand implements Callable<Integer> {

    private final Actions actions;

    VersionCommand(Actions actions) {
        this.actions = actions;
    }

    @Override
    public Integer call() throws Exception {
        return actions.version();
    }
}
