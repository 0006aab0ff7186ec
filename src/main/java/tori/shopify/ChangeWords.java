package tori.shopify;

import org.jspecify.annotations.Nullable;

/** Says in words what changed. Stateless. */
final class ChangeWords {

    private static final String NO_CHOICE = "Default Title";

    private ChangeWords() {}

    /** Such as {@code Blue Tee · M: sold out → available}. */
    static String of(Change change) {
        VariantState variant = change.variant();
        VariantState before = change.before();
        StringBuilder words = new StringBuilder();
        String title = change.product().title();
        words.append(title == null ? "product " + change.product().id() : title);
        if (variant != null && variant.title() != null && !variant.title().equals(NO_CHOICE)) {
            words.append(" · ").append(variant.title());
        }
        words.append(": ")
                .append(
                        switch (change.kind()) {
                            case NEW -> "new";
                            case REMOVED -> "gone";
                            case RESTOCKED -> "sold out → available";
                            case SOLD_OUT -> "available → sold out";
                            case PRICE_CHANGED, PRICE_DROP, PRICE_RISE ->
                                    price(before) + " → " + price(variant);
                            case VARIANT_NEW -> "new variant";
                            case VARIANT_REMOVED -> "variant gone";
                        });
        return words.toString();
    }

    private static String price(@Nullable VariantState variant) {
        return variant == null || variant.price() == null ? "?" : variant.price();
    }
}
