package tori.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code tori user add}. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = {
            "Adds a user, whoever may register.",
            "Asks for the password at the terminal,",
            "or takes the first line of standard input where that is none."
        })
final class UserAddCommand implements Callable<Integer> {

    private final Actions actions;

    private final ConfigOption config;

    @Parameters(paramLabel = "NAME", description = "The user's name, unique.")
    private String name = "";

    @Option(names = "--admin", description = "May see and do everything.")
    private boolean admin;

    UserAddCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        return actions.users(config.path, new UserOrder.Adding(name, admin));
    }
}
