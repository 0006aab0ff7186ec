package tori.config;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which products and variants count. Everything that is given must hold; what is empty or null does
 * not restrict. Texts are as the user wrote them: folding case and accents is the matching's
 * business.
 *
 * @param keywords plain words of which any must occur, and words with a leading minus of which none
 *     may
 * @param variants ids of variants
 * @param options accepted values by option name; no set is empty
 * @param priceMin the least price, inclusive; without trailing zeros
 * @param priceMax the highest price, inclusive; without trailing zeros
 * @param vendors accepted vendors
 * @param types accepted product types
 */
public record MatchConfig(
        List<String> keywords,
        Set<Long> variants,
        Map<String, Set<String>> options,
        @Nullable BigDecimal priceMin,
        @Nullable BigDecimal priceMax,
        Set<String> vendors,
        Set<String> types) {

    /** Restricts nothing. */
    public static final MatchConfig ALL =
            new MatchConfig(List.of(), Set.of(), Map.of(), null, null, Set.of(), Set.of());

    public MatchConfig {
        keywords = List.copyOf(keywords);
        variants = inOrder(variants);
        Map<String, Set<String>> copies = new LinkedHashMap<>();
        options.forEach((name, values) -> copies.put(name, inOrder(values)));
        options = Collections.unmodifiableMap(copies);
        priceMin = priceMin == null ? null : priceMin.stripTrailingZeros();
        priceMax = priceMax == null ? null : priceMax.stripTrailingZeros();
        vendors = inOrder(vendors);
        types = inOrder(types);
    }

    /** The same for other variants. */
    MatchConfig withVariants(Set<Long> others) {
        return new MatchConfig(keywords, others, options, priceMin, priceMax, vendors, types);
    }

    private static <T> Set<T> inOrder(Set<T> values) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }
}
