package tori.cli;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a probe is asked for.
 *
 * @param monitor {@code site/monitor}
 * @param product handle of the one product to look at; null to poll the monitor
 * @param words of which all must occur in a product that is shown; empty for any product
 * @param json whether the products are for programs
 */
public record ProbeOrder(
        String monitor, @Nullable String product, List<String> words, boolean json) {

    public ProbeOrder {
        words = List.copyOf(words);
    }
}
