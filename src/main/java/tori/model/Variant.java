package tori.model;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A variant as an event shows it. Null means the store did not say.
 *
 * @param id the store's variant id; exceeds 32 bits
 * @param title the variant's title, usually its option values joined
 * @param options option value by option name, in the store's order
 * @param price the price as the store wrote it, a plain decimal such as {@code 49.99} or {@code
 *     1234}
 * @param currency the price's currency, three capital letters (ISO 4217)
 * @param available whether it can be bought
 * @param cartUrl the address that puts one of it into the cart
 */
public record Variant(
        long id,
        @Nullable String title,
        Map<String, String> options,
        @Nullable String price,
        @Nullable String currency,
        @Nullable Boolean available,
        @Nullable String cartUrl) {

    public Variant {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** A variant whose price is in a currency that is not known. */
    public Variant(
            long id,
            @Nullable String title,
            Map<String, String> options,
            @Nullable String price,
            @Nullable Boolean available,
            @Nullable String cartUrl) {
        this(id, title, options, price, null, available, cartUrl);
    }
}
