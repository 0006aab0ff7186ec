package tori.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import tori.load.HttpLoadOrder;
import tori.load.PageEncoding;

import java.time.Duration;
import java.util.concurrent.Callable;

/** {@code tori load http}. */
@Command(
        name = "http",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a tori of its own on many stores that change at fixed instants.",
            "Measures how soon its webhook tells of each change.",
            "Everything runs on loopback and ends by itself."
        })
final class HttpLoadCommand implements Callable<Integer> {

    private final Actions actions;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private StoreOptions shops = new StoreOptions();

    @Mixin private LoadOptions load = new LoadOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "Changes a second over all stores, up to 20000 (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "How often each store is polled, up to 1m (default: ${DEFAULT-VALUE}).")
    private Duration interval = Duration.ZERO;

    @Option(
            names = "--warmup",
            paramLabel = "DURATION",
            defaultValue = "0s",
            converter = DurationConverter.class,
            description = "Changes before that, which do not count (default: ${DEFAULT-VALUE}).")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--warmup-rate",
            paramLabel = "N",
            description = "Changes a second meanwhile (default: as --rate).")
    private @Nullable Double warmUpRate;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            defaultValue = "gzip",
            description =
                    "How pages are packed: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private PageEncoding encoding = PageEncoding.GZIP;

    @Option(
            names = "--inside",
            description = "Also have tori record, stage by stage, what it sees itself.")
    private boolean inside;

    HttpLoadCommand(Actions actions) {
        this.actions = actions;
    }

    @Override
    public Integer call() throws Exception {
        return actions.loadHttp(order(), load.json());
    }

    private HttpLoadOrder order() {
        try {
            return new HttpLoadOrder(
                    shops.stores(),
                    shops.products(),
                    rate,
                    load.duration(),
                    interval,
                    warmUp,
                    warmUpRate == null ? rate : warmUpRate,
                    encoding,
                    inside);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "load http " + e.getMessage(), e);
        }
    }
}
