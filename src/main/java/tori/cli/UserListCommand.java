package tori.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** {@code tori user list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists users, those added first first.")
final class UserListCommand implements Callable<Integer> {

    private final Actions actions;

    private final ConfigOption config;

    @Option(names = "--json", description = "One JSON object a line, times in UTC.")
    private boolean json;

    UserListCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        return actions.users(config.path, new UserOrder.Listing(json));
    }
}
