package tori.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.UUID;
import java.util.concurrent.Callable;

/** {@code tori explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Tells what became of one event: what was compared, whom it was told to or not and"
                        + " why, what it waited for, when it arrived.")
final class ExplainCommand implements Callable<Integer> {

    private final Actions actions;

    private final ConfigOption config;

    @Parameters(
            paramLabel = "EVENT_ID",
            converter = EventIdConverter.class,
            description = "The event's id, as in its JSON and in 'replay --why'.")
    private @Nullable UUID id;

    @Option(names = "--json", description = "One JSON object, times in UTC.")
    private boolean json;

    ExplainCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        UUID event = id;
        if (event == null) {
            return ExitStatus.USAGE;
        }
        return actions.explain(config.path, event, json);
    }
}
