package tori.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tori signing}: the key that polls are signed with; does nothing by itself. */
@Command(
        name = "signing",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the key that polls are signed with (http.signing in the configuration).",
            "Makes it if there is none."
        })
final class SigningCommand {

    private SigningCommand() {}

    /** The command with its subcommands. */
    static CommandLine tree(Actions actions, ConfigOption config) {
        CommandLine tree = new CommandLine(new SigningCommand());
        tree.addSubcommand(new SigningKeyCommand(actions, config));
        tree.addSubcommand(new SigningDirectoryCommand(actions, config));
        tree.addSubcommand(new SigningHeadersCommand(actions, config));
        return tree;
    }
}
