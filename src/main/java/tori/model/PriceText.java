package tori.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/** Writes prices with the decimals that their currency has. Stateless, any thread. */
public final class PriceText {

    /** No price is longer; a longer text is not looked into. */
    private static final int MAX_LENGTH = 40;

    private PriceText() {}

    /**
     * The price for people, such as {@code 49.99 USD} or {@code 1200 JPY}: the plain number where
     * the currency is not known, and as the store wrote it where it is no number; empty for none.
     */
    public static String of(@Nullable String price, @Nullable String currency) {
        if (price == null || price.isEmpty()) {
            return "";
        }
        if (currency == null) {
            return price;
        }
        BigDecimal value = number(price);
        return (value == null ? price : plain(value, currency)) + " " + currency;
    }

    /**
     * The number with as many decimals as its currency has, and more only where it would not be the
     * same number; two where the currency is not known.
     */
    public static String plain(BigDecimal value, @Nullable String currency) {
        int decimals = decimals(currency);
        BigDecimal stripped = value.stripTrailingZeros();
        return value.setScale(Math.max(decimals, stripped.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    private static int decimals(@Nullable String currency) {
        if (currency == null) {
            return 2;
        }
        try {
            int decimals = Currency.getInstance(currency).getDefaultFractionDigits();
            return decimals < 0 ? 2 : decimals;
        } catch (IllegalArgumentException e) {
            return 2;
        }
    }

    private static @Nullable BigDecimal number(String price) {
        if (price.length() > MAX_LENGTH) {
            return null;
        }
        try {
            BigDecimal value = new BigDecimal(price);
            return Math.abs((long) value.scale()) > MAX_LENGTH ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
