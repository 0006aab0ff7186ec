package tori.shopify;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a variant. Null means unknown.
 *
 * @param price a plain decimal, as the store wrote it
 */
record VariantState(
        long id,
        @Nullable String title,
        @Nullable String option1,
        @Nullable String option2,
        @Nullable String option3,
        @Nullable String price,
        @Nullable Boolean available) {

    /** What is known after another look: an unknown field overwrites nothing. */
    VariantState updatedBy(VariantState seen) {
        return new VariantState(
                id,
                Known.latest(title, seen.title),
                Known.latest(option1, seen.option1),
                Known.latest(option2, seen.option2),
                Known.latest(option3, seen.option3),
                Known.latest(price, seen.price),
                Known.latest(available, seen.available));
    }

    VariantState withPrice(@Nullable String newPrice) {
        return new VariantState(id, title, option1, option2, option3, newPrice, available);
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
