package tori.cli;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/** {@code tori signing key}. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = "Prints what the key is called, where it is and where it is published.")
final class SigningKeyCommand implements Callable<Integer> {

    private final Actions actions;
    private final ConfigOption config;

    SigningKeyCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        return actions.signing(config.path, new SigningOrder.Key());
    }
}
