package tori.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

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

    /** A file that cannot be taken for an option or a command. */
    private static final Pattern PLAIN_FILE = Pattern.compile("[\\w./][\\w./-]*[./][\\w./-]*");

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
    public static int execute(Actions actions, Supplier<String> version, String... args) {
        Path config = plainRun(args);
        if (config == null) {
            return parse(actions, version.get(), args);
        }
        try {
            return actions.run(config);
        } catch (Exception e) {
            return fail(e, System.err::println);
        }
    }

    /**
     * The configuration, if the arguments are the daemon's in one of the forms that services use:
     * these need no parser, and loading it takes longer than the rest of the command.
     */
    static @Nullable Path plainRun(String... args) {
        int first = args.length > 0 && args[0].equals("run") ? 1 : 0;
        if (args.length == first) {
            return Path.of(ConfigOption.DEFAULT);
        }
        boolean named =
                args.length == first + 2
                        && ConfigOption.NAMES.contains(args[first])
                        && PLAIN_FILE.matcher(args[first + 1]).matches();
        return named ? Path.of(args[first + 1]) : null;
    }

    static int parse(Actions actions, String version, String... args) {
        ConfigOption config = new ConfigOption();
        CommandLine tori = new CommandLine(new ToriCommand(actions, config));
        tori.addSubcommand(new RunCommand(actions, config));
        tori.addSubcommand(new CheckCommand(actions, config));
        tori.addSubcommand(new ProbeCommand(actions, config));
        tori.addSubcommand(new NotifyTestCommand(actions, config));
        tori.addSubcommand(new ReplayCommand(actions, config));
        tori.addSubcommand(new StatusCommand(actions, config));
        tori.addSubcommand(new ExplainCommand(actions, config));
        tori.addSubcommand(DeliveriesCommand.tree(actions, config));
        tori.addSubcommand(UserCommand.tree(actions, config));
        tori.addSubcommand(SigningCommand.tree(actions, config));
        CommandLine load = LoadCommand.with(actions);
        tori.addSubcommand(load);
        tori.addSubcommand(ProfileCommand.with(actions, config));
        tori.addSubcommand(new SchemaCommand(actions));
        tori.addSubcommand(new VersionCommand(actions));
        tori.addSubcommand(new CommandLine.HelpCommand());
        LoadCommand.withoutConfig(load);
        name(tori, version);
        tori.setExecutionExceptionHandler(
                (exception, command, ignored) -> fail(exception, command.getErr()::println));
        return tori.execute(args);
    }

    private static void name(CommandLine command, String version) {
        command.getCommandSpec().version(version);
        command.getSubcommands().values().forEach(below -> name(below, version));
    }

    private static int fail(Exception exception, Consumer<String> err) {
        String message = exception.getMessage();
        err.accept("tori: " + (message == null ? exception.toString() : message));
        return ExitStatus.FAILED;
    }
}
