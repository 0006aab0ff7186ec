package tori.config;

import java.util.Locale;

/** What {@code events:} of a Shopify monitor may select. */
public enum EventSelection {
    /** A product not known before. */
    NEW,
    /** A known product is gone. */
    REMOVED,
    /** A variant can be bought again. */
    RESTOCKED,
    /** A variant can be bought no more. */
    SOLD_OUT,
    /** A price differs, in either direction. */
    PRICE_CHANGED,
    /** A price went down. */
    PRICE_DROP,
    /** A price went up. */
    PRICE_RISE,
    /** A variant appeared in a product that stays. */
    VARIANT_NEW,
    /** A variant left a product that stays. */
    VARIANT_REMOVED;

    /** The name in config.yaml, such as {@code price_drop}. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
