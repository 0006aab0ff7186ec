package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/**
 * What is known of a variant. Null means unknown.
 *
 * @param price a plain decimal, as the store wrote it
 * @param turnedAtMillis when {@code available} was last seen to turn into its opposite, in
 *     milliseconds since 1970; 0 if it never was, or not since tori knows of such times
 */
record VariantState(
        long id,
        @Nullable String title,
        @Nullable String option1,
        @Nullable String option2,
        @Nullable String option3,
        @Nullable String price,
        @Nullable Boolean available,
        long turnedAtMillis) {

    /** A variant that was not seen to turn. */
    VariantState(
            long id,
            @Nullable String title,
            @Nullable String option1,
            @Nullable String option2,
            @Nullable String option3,
            @Nullable String price,
            @Nullable Boolean available) {
        this(id, title, option1, option2, option3, price, available, 0);
    }

    /** By hand: what a record has of itself is many times slower before it is compiled. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VariantState that
                && id == that.id
                && turnedAtMillis == that.turnedAtMillis
                && Objects.equals(title, that.title)
                && Objects.equals(option1, that.option1)
                && Objects.equals(option2, that.option2)
                && Objects.equals(option3, that.option3)
                && Objects.equals(price, that.price)
                && Objects.equals(available, that.available);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    /**
     * What is known after another look: an unknown field overwrites nothing.
     *
     * @param seenAtMillis when that look was
     */
    VariantState updatedBy(VariantState seen, long seenAtMillis) {
        boolean turned =
                available != null && seen.available != null && !available.equals(seen.available);
        return new VariantState(
                id,
                Known.latest(title, seen.title),
                Known.latest(option1, seen.option1),
                Known.latest(option2, seen.option2),
                Known.latest(option3, seen.option3),
                Known.latest(price, seen.price),
                Known.latest(available, seen.available),
                turned ? seenAtMillis : turnedAtMillis);
    }

    /** When it became what it is, as far as that was seen. */
    @Nullable Instant turnedAt() {
        return turnedAtMillis == 0 ? null : Instant.ofEpochMilli(turnedAtMillis);
    }

    VariantState withPrice(@Nullable String newPrice) {
        return new VariantState(
                id, title, option1, option2, option3, newPrice, available, turnedAtMillis);
    }

    boolean isAvailable() {
        return Boolean.TRUE.equals(available);
    }

    /** The value of the option with this index, from 0; null if there is none. */
    @Nullable String option(int index) {
        return switch (index) {
            case 0 -> option1;
            case 1 -> option2;
            case 2 -> option3;
            default -> null;
        };
    }
}
