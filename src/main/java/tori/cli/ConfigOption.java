package tori.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

import java.nio.file.Path;
import java.util.List;

/** The option that names the configuration file; taken before or after the command's name. */
final class ConfigOption {

    static final String DEFAULT = "config.yaml";

    private static final String SHORT = "-c";
    private static final String LONG = "--config";

    static final List<String> NAMES = List.of(SHORT, LONG);

    @Option(
            names = {SHORT, LONG},
            paramLabel = "FILE",
            defaultValue = DEFAULT,
            scope = ScopeType.INHERIT,
            description = "The configuration file (default: ${DEFAULT-VALUE}).")
    Path path = Path.of(DEFAULT);
}
