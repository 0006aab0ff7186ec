package tori.discord;

import org.jspecify.annotations.Nullable;

import tori.model.Before;
import tori.model.PriceText;
import tori.model.Variant;

import java.math.BigDecimal;
import java.util.List;

/** Shows prices. Stateless; any thread. */
final class Prices {

    private static final int MAX_LENGTH = 40;

    private Prices() {}

    /** A price for a message; empty if it is not known. */
    static String shown(@Nullable String price, @Nullable String currency) {
        return DiscordText.escaped(PriceText.of(price, currency), MAX_LENGTH);
    }

    /** What it was, if that is known and another; else empty. */
    static String was(Variant variant, @Nullable Before before) {
        String was = before == null ? "" : shown(before.price(), variant.currency());
        return was.equals(shown(variant.price(), variant.currency())) ? "" : was;
    }

    /** What it is, and in brackets what it was. */
    static String both(Variant variant, @Nullable Before before) {
        String now = shown(variant.price(), variant.currency());
        String was = was(variant, before);
        if (was.isEmpty()) {
            return now;
        }
        return now.isEmpty() ? "was " + was : now + " (was " + was + ")";
    }

    /** From the lowest to the highest; a single price if they are the same. */
    static String range(List<String> prices, @Nullable String currency) {
        String lowest = null;
        String highest = null;
        for (String price : prices) {
            BigDecimal value = number(price);
            if (value == null) {
                continue;
            }
            BigDecimal low = number(lowest);
            BigDecimal high = number(highest);
            lowest = low == null || value.compareTo(low) < 0 ? price : lowest;
            highest = high == null || value.compareTo(high) > 0 ? price : highest;
        }
        if (lowest == null || highest == null) {
            return "";
        }
        return lowest.equals(highest)
                ? shown(lowest, currency)
                : shown(lowest, currency) + " – " + shown(highest, currency);
    }

    /** The price as a number; null if it is none. */
    static @Nullable BigDecimal number(@Nullable String price) {
        if (price == null || price.length() > MAX_LENGTH) {
            return null;
        }
        try {
            return new BigDecimal(price);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
