package tori.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import tori.api.StatusQuery;
import tori.api.StatusSource.State;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code tori status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how the monitors of a running daemon are doing, those in trouble first.",
            "Lists last good poll, last change, next poll, how late the last one started, failures."
        })
final class StatusCommand implements Callable<Integer> {

    private final Actions actions;

    private final ConfigOption config;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            converter = Reading.class,
            description = {
                "Only those in this state: blind, down, recovering, suspect, unknown, waiting,",
                "maintenance, up. May be repeated."
            })
    private Set<State> states = new LinkedHashSet<>();

    @Option(names = "--site", paramLabel = "NAME", description = "Only those of this site.")
    private @Nullable String site;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--offset",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many to leave out before (default: ${DEFAULT-VALUE}).")
    private int offset;

    @Option(names = "--json", description = "One JSON object, times in UTC.")
    private boolean json;

    StatusCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        if (limit < 1 || limit > StatusQuery.MAX_PAGE) {
            throw wrong("--limit must be 1 to " + StatusQuery.MAX_PAGE);
        }
        if (offset < 0) {
            throw wrong("--offset must not be negative");
        }
        return actions.status(
                new StatusOrder(
                        config.path, new StatusQuery(states, site, true, limit, offset), json));
    }

    private ParameterException wrong(String words) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), words);
    }

    /** Reads a state as people write it. */
    static final class Reading implements ITypeConverter<State> {

        @Override
        public State convert(String value) {
            State state = State.ofWord(value);
            if (state == null) {
                String known =
                        Arrays.stream(State.values())
                                .map(State::word)
                                .collect(Collectors.joining(", "));
                throw new TypeConversionException("'" + value + "' is no state; allowed: " + known);
            }
            return state;
        }
    }
}
