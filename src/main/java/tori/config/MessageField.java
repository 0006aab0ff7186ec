package tori.config;

/** What a message shows in a field of its own. */
public enum MessageField {
    /** The price, and what it was. */
    PRICE,
    /** How long it could not be bought. */
    GONE,
    /** The link that puts one into the cart. */
    CART,
    /** Each option by its name. */
    OPTIONS,
    /** The product's vendor. */
    VENDOR
}
