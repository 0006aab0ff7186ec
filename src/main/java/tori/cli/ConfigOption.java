package tori.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

import java.nio.file.Path;

/** The option that names the configuration file; taken before or after the command's name. */
final class ConfigOption {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "config.yaml",
            scope = ScopeType.INHERIT,
            description = "The configuration file (default: ${DEFAULT-VALUE}).")
    Path path = Path.of("config.yaml");
}
