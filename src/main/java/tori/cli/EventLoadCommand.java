package tori.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import tori.load.EventLoadOrder;

import java.net.URI;
import java.util.concurrent.Callable;

/** {@code tori load events}. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = {
            "Pushes guaranteed events at fixed instants, each under a key of its own, into a tori"
                    + " of its own or a running one.",
            "Measures when they are accepted, when they arrive, and whether one is lost or"
                    + " doubled.",
            "Everything runs on loopback and ends by itself."
        })
final class EventLoadCommand implements Callable<Integer> {

    private final Actions actions;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LoadOptions load = new LoadOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Events a second, up to 20000 (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Where a running tori listens, such as http://127.0.0.1:8080; left out: one of"
                            + " its own.")
    private @Nullable URI url;

    @Option(
            names = "--destination",
            paramLabel = "NAME",
            defaultValue = "receiver",
            description =
                    "The destination of the running tori that is owed them (default:"
                            + " ${DEFAULT-VALUE}).")
    private String destination = "";

    @Option(
            names = "--receiver-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description =
                    "Receive them here: that destination's url is http://127.0.0.1:PORT/notices."
                            + " Left out with --url: only acceptance is measured.")
    private int receiverPort;

    EventLoadCommand(Actions actions) {
        this.actions = actions;
    }

    @Override
    public Integer call() throws Exception {
        return actions.loadEvents(order(), load.json());
    }

    private EventLoadOrder order() {
        try {
            return new EventLoadOrder(rate, load.duration(), url, destination, receiverPort);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "load events " + e.getMessage(), e);
        }
    }
}
