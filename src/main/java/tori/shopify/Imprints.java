package tori.shopify;

import org.jspecify.annotations.Nullable;

/** Where the scanner finds what products looked like. Used by one thread. */
@FunctionalInterface
interface Imprints {

    /** The imprint of the product with this id; null if it has none. */
    @Nullable Imprint of(long id);
}
