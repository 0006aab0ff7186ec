package tori.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tori user}: who may log in; does nothing by itself. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = {
            "Adds and shows users of the API and the dashboard.",
            "Asks the running daemon, or opens the store itself if none runs."
        })
final class UserCommand {

    private UserCommand() {}

    /** The command with its subcommands. */
    static CommandLine tree(Actions actions, ConfigOption config) {
        CommandLine tree = new CommandLine(new UserCommand());
        tree.addSubcommand(new UserAddCommand(actions, config));
        tree.addSubcommand(new UserListCommand(actions, config));
        tree.addSubcommand(new UserPasswordCommand(actions, config));
        return tree;
    }
}
