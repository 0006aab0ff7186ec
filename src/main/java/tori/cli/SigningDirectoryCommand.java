package tori.cli;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/** {@code tori signing directory}. */
@Command(
        name = "directory",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the key directory, to be published at",
            "/.well-known/http-message-signatures-directory of the agent's address."
        })
final class SigningDirectoryCommand implements Callable<Integer> {

    private final Actions actions;
    private final ConfigOption config;

    SigningDirectoryCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        return actions.signing(config.path, new SigningOrder.Directory());
    }
}
