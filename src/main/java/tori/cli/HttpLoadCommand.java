package tori.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import tori.config.DurationText;
import tori.load.HttpLoadOrder;

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

    @Option(
            names = "--stores",
            paramLabel = "N",
            defaultValue = "20",
            description = "Stores, each a monitor (default: ${DEFAULT-VALUE}).")
    private int stores;

    @Option(
            names = "--products",
            paramLabel = "N",
            defaultValue = "50",
            description = "Products of each store, 1 to 250 (default: ${DEFAULT-VALUE}).")
    private int products;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "Changes a second over all stores, up to 20000 (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long stores change, such as 30s or 5m (default: ${DEFAULT-VALUE}).")
    private Duration duration = Duration.ZERO;

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
            names = "--inside",
            description = "Also have tori record, stage by stage, what it sees itself.")
    private boolean inside;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    HttpLoadCommand(Actions actions) {
        this.actions = actions;
    }

    /** Reads durations as config.yaml writes them. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration duration = DurationText.parse(text);
            if (duration == null) {
                throw new TypeConversionException(
                        "\"" + text + "\" is no duration; write 250ms, 30s or 5m");
            }
            return duration;
        }
    }

    @Override
    public Integer call() throws Exception {
        return actions.loadHttp(order(), json);
    }

    private HttpLoadOrder order() {
        try {
            return new HttpLoadOrder(
                    stores,
                    products,
                    rate,
                    duration,
                    interval,
                    warmUp,
                    warmUpRate == null ? rate : warmUpRate,
                    inside);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "load http " + e.getMessage(), e);
        }
    }
}
