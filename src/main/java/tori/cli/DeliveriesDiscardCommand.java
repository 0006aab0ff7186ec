package tori.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.Objects;
import java.util.concurrent.Callable;

/** {@code tori deliveries discard}. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        description =
                "Gives deliveries up: they are never sent. With --all only dead letters, unless"
                        + " --state says otherwise.")
final class DeliveriesDiscardCommand implements Callable<Integer> {

    private final Actions actions;

    private final ConfigOption config;

    @Spec private @Nullable CommandSpec spec;

    @Mixin private final SelectionOptions selection = new SelectionOptions();

    DeliveriesDiscardCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        DeliveriesOrder.Selection chosen = selection.chosen(Objects.requireNonNull(spec));
        return actions.deliveries(config.path, new DeliveriesOrder.Discarding(chosen));
    }
}
