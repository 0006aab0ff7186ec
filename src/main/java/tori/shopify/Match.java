package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which variants a monitor tells about: those that pass every part that is given. An empty part
 * lets everything pass.
 *
 * @param keywords a variant passes with any of the plain words and none of those that begin with a
 *     minus. A word is looked for anywhere in the product's title, handle, type and vendor and the
 *     variant's title, inside longer words too; case and accents are ignored
 * @param variants variant ids
 * @param options allowed values by option name; names and values whatever their case. A variant
 *     without such an option does not pass
 * @param minPrice the lowest current price; null for none. A variant whose price is unknown does
 *     not pass where a bound is given
 * @param maxPrice the highest current price; null for none
 * @param vendors vendors, whatever their case
 * @param types product types, whatever their case
 */
public record Match(
        List<String> keywords,
        Set<Long> variants,
        Map<String, List<String>> options,
        @Nullable BigDecimal minPrice,
        @Nullable BigDecimal maxPrice,
        List<String> vendors,
        List<String> types) {

    /** Lets everything pass. */
    public static final Match ALL =
            new Match(List.of(), Set.of(), Map.of(), null, null, List.of(), List.of());

    public Match {
        keywords = List.copyOf(keywords);
        variants = Set.copyOf(variants);
        options = Map.copyOf(options);
        vendors = List.copyOf(vendors);
        types = List.copyOf(types);
    }
}
