package tori.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a {@link MessageTemplate} may ask for, in small letters within braces. */
public enum Placeholder {
    /** What happened in a word or two, such as {@code Restocked}. */
    EVENT,
    /** The product's title. */
    PRODUCT,
    /** The variant's title, or how many there are. */
    VARIANT,
    /** All options by name, such as {@code Size 10 · Color Moss}. */
    OPTIONS,
    /** One option, named behind a colon: {@code {option:Size}}. */
    OPTION,
    /** The price, or from lowest to highest. */
    PRICE,
    /** The price before, where it was another. */
    WAS,
    /** How long it could not be bought. */
    GONE,
    /** How many variants the message tells of. */
    COUNT,
    /** A line for each variant, with its price and cart link. */
    VARIANTS,
    /** The product's vendor. */
    VENDOR,
    /** The product's type. */
    TYPE,
    /** The user's own name for the variant. */
    LABEL,
    /** The product's page. */
    URL,
    /** The address that puts one into the cart. */
    CART,
    /** The site's name. */
    SITE,
    /** The monitor's name. */
    MONITOR,
    /** How long after it was seen the message was sent. */
    LATENCY;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As they are written, in the order to list them. */
    static List<String> words() {
        return Arrays.stream(values())
                .map(each -> each == OPTION ? "option:NAME" : each.word())
                .toList();
    }
}
