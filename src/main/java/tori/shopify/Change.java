package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.config.EventSelection;

/**
 * One change between what was known and what is known now.
 *
 * @param kind what happened; of prices the direction, never {@link EventSelection#PRICE_CHANGED}
 * @param product the product as it is known now, or was last if it is gone
 * @param variant the variant likewise; null for whole products
 * @param before the variant as it was; null where there was none
 */
record Change(
        EventSelection kind,
        ProductState product,
        @Nullable VariantState variant,
        @Nullable VariantState before) {

    /**
     * Where the kind stands among the changes of one poll, most wanted first: what can be bought
     * now, what became cheaper, dearer, and last what can no longer be bought.
     */
    int rank() {
        return switch (kind) {
            case RESTOCKED -> 0;
            case NEW -> 1;
            case VARIANT_NEW -> 2;
            case PRICE_DROP -> 3;
            case PRICE_RISE, PRICE_CHANGED -> 4;
            case SOLD_OUT -> 5;
            case VARIANT_REMOVED -> 6;
            case REMOVED -> 7;
        };
    }
}
