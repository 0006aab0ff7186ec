package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The currency a store keeps its prices in.
 *
 * @param code three capital letters (ISO 4217)
 * @param asked when the store said so
 */
record BaseCurrency(String code, Instant asked) {

    private static final Pattern CODE = Pattern.compile("[A-Z]{3}");

    BaseCurrency {
        if (!isCode(code)) {
            throw new IllegalArgumentException("no currency");
        }
    }

    /** Whether this was said after the other, or there is no other. */
    boolean isNewerThan(@Nullable BaseCurrency other) {
        return other == null || other.asked().isBefore(asked);
    }

    /** Whether a text may be a currency's code. */
    static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }
}
