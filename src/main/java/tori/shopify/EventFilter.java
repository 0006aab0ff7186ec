package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.config.MatchConfig;
import tori.model.CatalogData;
import tori.model.Product;
import tori.model.Variant;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks the event what {@link MatchFilter} asks of a product: for those who are told only some of
 * what a monitor raises. Immutable; any thread.
 *
 * <p>A removed product is told without its variants: where these are asked for, it does not pass.
 */
public final class EventFilter {

    private static final int MAX_OPTIONS = 3;

    private final MatchFilter filter;
    private final boolean passesAll;

    public EventFilter(MatchConfig match) {
        this.filter = new MatchFilter(match);
        this.passesAll = match.equals(MatchConfig.ALL);
    }

    /** Whether the product and variant that it is about count, or one variant of a new product. */
    public boolean passes(CatalogData data) {
        if (passesAll) {
            return true;
        }
        Variant variant = data.variant();
        if (variant == null) {
            return filter.passes(product(data.product(), data.variants()));
        }
        ProductState product = product(data.product(), List.of(variant));
        return filter.passes(product, product.knownVariants().getFirst());
    }

    /** The options are those that any of the variants has: mostly all have the same. */
    private static ProductState product(Product product, List<Variant> variants) {
        Set<String> names = new LinkedHashSet<>();
        variants.forEach(variant -> names.addAll(variant.options().keySet()));
        List<String> optionNames = names.stream().limit(MAX_OPTIONS).toList();
        List<VariantState> states = new ArrayList<>();
        for (Variant variant : variants) {
            states.add(
                    new VariantState(
                            variant.id(),
                            variant.title(),
                            option(variant, optionNames, 0),
                            option(variant, optionNames, 1),
                            option(variant, optionNames, 2),
                            variant.price(),
                            variant.available()));
        }
        return new ProductState(
                product.id(),
                product.title(),
                product.handle(),
                product.vendor(),
                product.type(),
                product.image(),
                optionNames,
                states,
                0,
                false);
    }

    private static @Nullable String option(Variant variant, List<String> names, int index) {
        Map<String, String> options = variant.options();
        return index < names.size() ? options.get(names.get(index)) : null;
    }
}
