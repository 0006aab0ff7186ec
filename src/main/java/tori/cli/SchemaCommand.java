package tori.cli;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/** {@code tori schema}. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints the JSON Schema of config.yaml.")
final class SchemaCommand implements Callable<Integer> {

    private final Actions actions;

    SchemaCommand(Actions actions) {
        this.actions = actions;
    }

    @Override
    public Integer call() throws Exception {
        return actions.schema();
    }
}
