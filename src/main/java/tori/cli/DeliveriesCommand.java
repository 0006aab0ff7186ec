package tori.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tori deliveries}: the durable outbox, dead letters included; does nothing by itself. */
@Command(
        name = "deliveries",
        mixinStandardHelpOptions = true,
        description = {
            "Shows and decides what is owed to destinations, dead letters included.",
            "Asks the running daemon, or opens the store itself if none runs."
        })
final class DeliveriesCommand {

    private DeliveriesCommand() {}

    /** The command with its subcommands. */
    static CommandLine tree(Actions actions, ConfigOption config) {
        CommandLine tree = new CommandLine(new DeliveriesCommand());
        tree.addSubcommand(new DeliveriesListCommand(actions, config));
        tree.addSubcommand(new DeliveriesShowCommand(actions, config));
        tree.addSubcommand(new DeliveriesRetryCommand(actions, config));
        tree.addSubcommand(new DeliveriesDiscardCommand(actions, config));
        return tree;
    }
}
