package tori.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import tori.delivery.DeliveryState;

import java.util.ArrayList;
import java.util.List;

/** Which deliveries a decision is about: by number, or with {@code --all} by what they are. */
final class SelectionOptions {

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Deliveries by number.")
    private List<Long> ids = new ArrayList<>();

    @Option(
            names = "--all",
            description = "All dead letters, or all that the other options choose.")
    private boolean all;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            converter = StateConverter.class,
            description = "With --all: those in this state instead. May be repeated.")
    private List<DeliveryState> states = new ArrayList<>();

    @Option(
            names = "--destination",
            paramLabel = "NAME",
            description = "With --all: only those owed to this destination.")
    private @Nullable String destination;

    /**
     * What was chosen.
     *
     * @throws ParameterException if that is nothing or contradicts itself
     */
    DeliveriesOrder.Selection chosen(CommandSpec spec) {
        if (all && !ids.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "name deliveries by ID or say --all, not both");
        }
        if (all) {
            return new DeliveriesOrder.Selection.All(states, destination);
        }
        if (ids.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "name deliveries by ID, or say --all for all that fit");
        }
        if (!states.isEmpty() || destination != null) {
            throw new ParameterException(
                    spec.commandLine(), "--state and --destination go with --all, not with an ID");
        }
        return new DeliveriesOrder.Selection.Named(ids);
    }
}
