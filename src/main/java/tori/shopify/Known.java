package tori.shopify;

import org.jspecify.annotations.Nullable;

/** The rule for values that may be unknown. Stateless. */
final class Known {

    private Known() {}

    /** What was seen, or what was known before where nothing was seen. */
    static <T> @Nullable T latest(@Nullable T before, @Nullable T seen) {
        return seen == null ? before : seen;
    }
}
