package tori.cli;

import picocli.CommandLine.Option;

import java.time.Duration;

/** What every load can be told, as options of a command. */
final class LoadOptions {

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long the load lasts, such as 30s or 5m (default: ${DEFAULT-VALUE}).")
    private Duration duration = Duration.ZERO;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    Duration duration() {
        return duration;
    }

    boolean json() {
        return json;
    }
}
