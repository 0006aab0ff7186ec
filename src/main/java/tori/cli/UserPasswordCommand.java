package tori.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code tori user passwd}. */
@Command(
        name = "passwd",
        mixinStandardHelpOptions = true,
        description = {
            "Gives a user another password, which logs them out everywhere.",
            "Asks for it at the terminal, or takes the first line of standard input",
            "where that is none."
        })
final class UserPasswordCommand implements Callable<Integer> {

    private final Actions actions;

    private final ConfigOption config;

    @Parameters(paramLabel = "NAME", description = "The user's name.")
    private String name = "";

    UserPasswordCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        return actions.users(config.path, new UserOrder.ChangingPassword(name));
    }
}
