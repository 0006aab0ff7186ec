package tori.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;

/** {@code tori signing headers}. */
@Command(
        name = "headers",
        mixinStandardHelpOptions = true,
        description = "Prints the headers to serve the key directory with, its signature included.")
final class SigningHeadersCommand implements Callable<Integer> {

    private static final int MAX_DAYS = 365;

    private final Actions actions;
    private final ConfigOption config;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "90",
            description = "How long they may be served, 1 to 365 (default: ${DEFAULT-VALUE}).")
    private int days;

    SigningHeadersCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        if (days < 1 || days > MAX_DAYS) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--days must be 1 to " + MAX_DAYS);
        }
        return actions.signing(config.path, new SigningOrder.Headers(Duration.ofDays(days)));
    }
}
