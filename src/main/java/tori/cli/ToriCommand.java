package tori.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

/** {@code tori}: the command tree; without a subcommand it runs the daemon. */
@Command(
        name = "tori",
        mixinStandardHelpOptions = true,
        description =
                "Watches Shopify stores and tells people within milliseconds of seeing a change.",
        footer = {
            "",
            "Without a command: run. Exit status: 0 done, 1 failed while running,"
                    + " 2 usage or configuration error."
        })
public final class ToriCommand implements Callable<Integer> {

    private final Actions actions;

    @Mixin private final ConfigOption config;

    private ToriCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        return actions.run(config.path);
    }

    /**
     * Parses the arguments, does what they ask and returns the exit status.
     *
     * @param version the line that {@code --version} prints
     */
    public static int execute(Actions actions, String version, String... args) {
        ConfigOption config = new ConfigOption();
        CommandLine tori = new CommandLine(new ToriCommand(actions, config));
        tori.addSubcommand(new RunCommand(actions, config));
        tori.addSubcommand(new CheckCommand(actions, config));
        tori.addSubcommand(new ProbeCommand(actions, config));
        tori.addSubcommand(new NotifyTestCommand(actions, config));
        tori.addSubcommand(new ReplayCommand(actions));
        tori.addSubcommand(DeliveriesCommand.tree(actions, config));
        tori.addSubcommand(new ProfileCommand(actions, config));
        tori.addSubcommand(new SchemaCommand(actions));
        tori.addSubcommand(new VersionCommand(actions));
        tori.addSubcommand(new CommandLine.HelpCommand());
        name(tori, version);
        tori.setExecutionExceptionHandler(ToriCommand::fail);
        return tori.execute(args);
    }

    private static void name(CommandLine command, String version) {
        command.getCommandSpec().version(version);
        command.getSubcommands().values().forEach(below -> name(below, version));
    }

    private static int fail(
            Exception exception, CommandLine command, CommandLine.ParseResult ignored) {
        PrintWriter err = command.getErr();
        String message = exception.getMessage();
        err.println("tori: " + (message == null ? exception.toString() : message));
        return ExitStatus.FAILED;
    }
}
