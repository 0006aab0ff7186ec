package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.model.Product;
import tori.model.Variant;

import java.util.List;

/**
 * A product and its variants as people are shown them.
 *
 * @param product the product
 * @param variants in the store's order
 */
public record Shown(Product product, List<Variant> variants) {

    public Shown {
        variants = List.copyOf(variants);
    }

    /**
     * Whether all the words occur in the names of the product, its maker, type, or variants; case
     * and accents are ignored.
     */
    public boolean mentions(List<String> words) {
        StringBuilder names = new StringBuilder();
        append(names, product.title());
        append(names, product.handle());
        append(names, product.vendor());
        append(names, product.type());
        for (Variant variant : variants) {
            append(names, variant.title());
            variant.options().values().forEach(value -> append(names, value));
        }
        String text = MatchFilter.fold(names.toString());
        return words.stream().allMatch(word -> text.contains(MatchFilter.fold(word)));
    }

    private static void append(StringBuilder names, @Nullable String name) {
        if (name != null) {
            names.append(name).append('\n');
        }
    }
}
