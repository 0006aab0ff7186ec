package tori.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code tori probe}. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = {
            "Polls one monitor once and prints what it saw and which events it would raise.",
            "Lists products with their handles, and variants with the ids to copy.",
            "Nothing is sent or stored."
        })
final class ProbeCommand implements Callable<Integer> {

    private static final Pattern PRODUCT_PAGE = Pattern.compile(".*/products/([^/?#]+).*");

    private final Actions actions;

    private final ConfigOption config;

    @Parameters(
            index = "0",
            paramLabel = "SITE/MONITOR",
            description = "The monitor, as named in the configuration.")
    private String monitor = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "WORD",
            description = "Lists products in which all these words occur.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--product",
            paramLabel = "HANDLE",
            description = "Looks at one product of the site alone, by its handle or address.")
    private @Nullable String product;

    @Option(
            names = "--json",
            description =
                    "Prints one JSON object per product, and everything else to standard error.")
    private boolean json;

    ProbeCommand(Actions actions, ConfigOption config) {
        this.actions = actions;
        this.config = config;
    }

    @Override
    public Integer call() throws Exception {
        return actions.probe(config.path, new ProbeOrder(monitor, handle(product), words, json));
    }

    private static @Nullable String handle(@Nullable String written) {
        if (written == null) {
            return null;
        }
        Matcher page = PRODUCT_PAGE.matcher(written);
        return page.matches() ? page.group(1).replaceFirst("\\.js(on)?$", "") : written;
    }
}
