package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.config.EventSelection;

import java.util.ArrayList;
import java.util.List;

/**
 * An edge that came within its cooldown, and what to compare with once that is over. Immutable.
 *
 * @param key what it is an edge of
 * @param before the product as it was before the edge, of its variants only those concerned; null
 *     if the product or the variant was not there
 * @param dueMillis when the cooldown ends, in milliseconds since 1970
 */
record OwedEdge(Key key, @Nullable ProductState before, long dueMillis) {

    /** Something that is either so or so, and changes by edges. */
    enum Facet {
        /** Whether there is the product. */
        PRODUCT,
        /** Whether there is the variant. */
        VARIANT,
        /** Whether the variant is available. */
        STOCK,
        /** The variant's price. */
        PRICE
    }

    /**
     * Whose facet.
     *
     * @param variant 0 for the product itself
     */
    record Key(Facet facet, long product, long variant) {

        static Key of(Change change) {
            VariantState variant = change.variant();
            return new Key(
                    facet(change.kind()),
                    change.product().id(),
                    variant == null ? 0 : variant.id());
        }

        private static Facet facet(EventSelection kind) {
            return switch (kind) {
                case NEW, REMOVED -> Facet.PRODUCT;
                case VARIANT_NEW, VARIANT_REMOVED -> Facet.VARIANT;
                case RESTOCKED, SOLD_OUT -> Facet.STOCK;
                case PRICE_CHANGED, PRICE_DROP, PRICE_RISE -> Facet.PRICE;
            };
        }
    }

    static OwedEdge of(Change change, long dueMillis) {
        return new OwedEdge(Key.of(change), before(change), dueMillis);
    }

    private static @Nullable ProductState before(Change change) {
        ProductState product = change.product();
        VariantState variant = change.variant();
        VariantState earlier = change.before();
        return switch (change.kind()) {
            case NEW, VARIANT_NEW -> null;
            case REMOVED -> product;
            case VARIANT_REMOVED ->
                    product.withVariants(variant == null ? List.of() : List.of(variant));
            case RESTOCKED, SOLD_OUT, PRICE_CHANGED, PRICE_DROP, PRICE_RISE ->
                    product.withVariants(earlier == null ? List.of() : List.of(earlier));
        };
    }

    /**
     * The edge from then to now; null if all is as it was, or cannot be compared any more.
     *
     * @param now the product as it is known now; null if there is none
     */
    @Nullable Change until(@Nullable ProductState now) {
        return switch (key.facet()) {
            case PRODUCT -> product(now);
            case VARIANT -> now == null ? null : variant(now);
            case STOCK, PRICE -> now == null ? null : value(now);
        };
    }

    private @Nullable Change product(@Nullable ProductState now) {
        if (before == null) {
            return now == null ? null : new Change(EventSelection.NEW, now, null, null);
        }
        return now == null ? new Change(EventSelection.REMOVED, before, null, null) : null;
    }

    private @Nullable Change variant(ProductState now) {
        VariantState variant = now.variantsById().get(key.variant());
        if (before == null) {
            return variant == null
                    ? null
                    : new Change(EventSelection.VARIANT_NEW, now, variant, null);
        }
        VariantState earlier = before.variantsById().get(key.variant());
        return variant == null && earlier != null && now.variants() != null
                ? new Change(EventSelection.VARIANT_REMOVED, now, earlier, null)
                : null;
    }

    private @Nullable Change value(ProductState now) {
        VariantState variant = now.variantsById().get(key.variant());
        VariantState earlier = before == null ? null : before.variantsById().get(key.variant());
        if (variant == null || earlier == null) {
            return null;
        }
        List<Change> changes = new ArrayList<>();
        Comparison.compare(now, earlier, variant, changes);
        return changes.stream()
                .filter(change -> Key.of(change).equals(key))
                .findFirst()
                .orElse(null);
    }

    /** The same without prices, which are in another currency than those to come. */
    OwedEdge withoutPrices() {
        if (before == null) {
            return this;
        }
        List<VariantState> variants = new ArrayList<>();
        before.knownVariants().forEach(variant -> variants.add(variant.withPrice(null)));
        return new OwedEdge(key, before.withVariants(variants), dueMillis);
    }
}
