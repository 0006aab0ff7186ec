package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.config.MatchConfig;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A {@link MatchConfig} made ready for asking. Immutable; any thread. */
final class MatchFilter {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private final MatchConfig match;
    private final List<String> wanted = new ArrayList<>();
    private final List<String> unwanted = new ArrayList<>();
    private final Map<String, Set<String>> options = new HashMap<>();
    private final Set<String> vendors;
    private final Set<String> types;
    private final boolean asksForVariant;

    MatchFilter(MatchConfig match) {
        this.match = match;
        for (String keyword : match.keywords()) {
            boolean minus = keyword.startsWith("-");
            String word = fold(minus ? keyword.substring(1) : keyword).strip();
            if (!word.isEmpty()) {
                (minus ? unwanted : wanted).add(word);
            }
        }
        match.options().forEach((name, values) -> options.put(fold(name), foldAll(values)));
        this.vendors = foldAll(match.vendors());
        this.types = foldAll(match.types());
        this.asksForVariant =
                !match.variants().isEmpty()
                        || !options.isEmpty()
                        || match.priceMin() != null
                        || match.priceMax() != null;
    }

    /** Whether one of the product's variants passes; where they are unknown, the product itself. */
    boolean passes(ProductState product) {
        if (product.knownVariants().isEmpty()) {
            return !asksForVariant && passesAsProduct(product, null);
        }
        for (VariantState variant : product.knownVariants()) {
            if (passes(product, variant)) {
                return true;
            }
        }
        return false;
    }

    boolean passes(ProductState product, VariantState variant) {
        return (match.variants().isEmpty() || match.variants().contains(variant.id()))
                && passesPrice(variant.price())
                && passesOptions(product, variant)
                && passesAsProduct(product, variant);
    }

    private boolean passesPrice(@Nullable String price) {
        BigDecimal min = match.priceMin();
        BigDecimal max = match.priceMax();
        if (min == null && max == null) {
            return true;
        }
        if (price == null) {
            return false;
        }
        BigDecimal value = new BigDecimal(price);
        return (min == null || value.compareTo(min) >= 0)
                && (max == null || value.compareTo(max) <= 0);
    }

    private boolean passesOptions(ProductState product, VariantState variant) {
        if (options.isEmpty()) {
            return true;
        }
        int passed = 0;
        List<String> names = product.optionNames() == null ? List.of() : product.optionNames();
        for (int i = 0; i < names.size(); i++) {
            Set<String> allowed = options.get(fold(names.get(i)));
            String value = variant.option(i);
            if (allowed != null) {
                if (value == null || !allowed.contains(fold(value))) {
                    return false;
                }
                passed++;
            }
        }
        return passed == options.size();
    }

    private boolean passesAsProduct(ProductState product, @Nullable VariantState variant) {
        return isOneOf(vendors, product.vendor())
                && isOneOf(types, product.type())
                && passesKeywords(product, variant);
    }

    private boolean passesKeywords(ProductState product, @Nullable VariantState variant) {
        if (wanted.isEmpty() && unwanted.isEmpty()) {
            return true;
        }
        StringBuilder words = new StringBuilder();
        append(words, product.title());
        append(words, product.handle());
        append(words, product.type());
        append(words, product.vendor());
        append(words, variant == null ? null : variant.title());
        String text = fold(words.toString());
        return unwanted.stream().noneMatch(text::contains)
                && (wanted.isEmpty() || wanted.stream().anyMatch(text::contains));
    }

    private static void append(StringBuilder words, @Nullable String text) {
        if (text != null) {
            words.append(text).append('\n');
        }
    }

    private static boolean isOneOf(Set<String> allowed, @Nullable String value) {
        return allowed.isEmpty() || (value != null && allowed.contains(fold(value)));
    }

    private static Set<String> foldAll(Set<String> texts) {
        Set<String> folded = new HashSet<>();
        for (String text : texts) {
            folded.add(fold(text));
        }
        return folded;
    }

    /** The text without accents and in small letters, in which words are looked for. */
    static String fold(String text) {
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return plain.toLowerCase(Locale.ROOT);
    }
}
