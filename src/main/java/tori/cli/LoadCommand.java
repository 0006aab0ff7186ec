package tori.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code tori load}: its subcommands do the work. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Generates load on loopback and measures what becomes of it.")
final class LoadCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    /** With everything that can be loaded. */
    static CommandLine with(Actions actions) {
        return new CommandLine(new LoadCommand())
                .addSubcommand(new HttpLoadCommand(actions))
                .addSubcommand(new DiscordLoadCommand(actions))
                .addSubcommand(new EventLoadCommand(actions));
    }

    /** Takes the option away that every command inherits: no load reads a configuration. */
    static void withoutConfig(CommandLine load) {
        OptionSpec config = load.getCommandSpec().findOption(ConfigOption.NAMES.getFirst());
        if (config != null) {
            load.getCommandSpec().remove(config);
        }
        load.getSubcommands().values().forEach(LoadCommand::withoutConfig);
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "say what to load: " + spec.subcommands().keySet());
    }
}
