package tori.shopify;

/** Which changes a monitor tells: the short names of {@code events:}. */
public enum EventSelector {
    NEW,
    REMOVED,
    RESTOCKED,
    SOLD_OUT,
    /** Every change of price, whatever its direction. */
    PRICE_CHANGED,
    PRICE_DROP,
    PRICE_RISE,
    VARIANT_NEW,
    VARIANT_REMOVED
}
