package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of a product. Null means unknown. Immutable.
 *
 * @param optionNames in the order of the variants' option1 to option3
 * @param variants in the store's order; each id once
 * @param sequence how many events were raised about the product so far
 * @param gone true if the product has been removed: kept for its sequence alone
 */
record ProductState(
        long id,
        @Nullable String title,
        @Nullable String handle,
        @Nullable String vendor,
        @Nullable String type,
        @Nullable String image,
        @Nullable List<String> optionNames,
        @Nullable List<VariantState> variants,
        long sequence,
        boolean gone) {

    ProductState {
        optionNames = optionNames == null ? null : List.copyOf(optionNames);
        variants = variants == null ? null : List.copyOf(variants);
    }

    /** By hand: what a record has of itself is many times slower before it is compiled. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProductState that
                && id == that.id
                && sequence == that.sequence
                && gone == that.gone
                && Objects.equals(title, that.title)
                && Objects.equals(handle, that.handle)
                && Objects.equals(vendor, that.vendor)
                && Objects.equals(type, that.type)
                && Objects.equals(image, that.image)
                && Objects.equals(optionNames, that.optionNames)
                && Objects.equals(variants, that.variants);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    /** A product of which nothing is known but that it exists. */
    static ProductState unknown(long id) {
        return new ProductState(id, null, null, null, null, null, null, null, 0, false);
    }

    /** What remains of a removed product. */
    ProductState removed(long lastSequence) {
        return new ProductState(id, null, null, null, null, null, null, null, lastSequence, true);
    }

    ProductState withSequence(long newSequence) {
        return new ProductState(
                id, title, handle, vendor, type, image, optionNames, variants, newSequence, gone);
    }

    ProductState withVariants(List<VariantState> newVariants) {
        return new ProductState(
                id, title, handle, vendor, type, image, optionNames, newVariants, sequence, gone);
    }

    /**
     * What is known after another look: an unknown field overwrites nothing.
     *
     * @param seenAtMillis when that look was, in milliseconds since 1970
     */
    ProductState updatedBy(ProductState seen, long seenAtMillis) {
        return new ProductState(
                id,
                Known.latest(title, seen.title),
                Known.latest(handle, seen.handle),
                Known.latest(vendor, seen.vendor),
                Known.latest(type, seen.type),
                Known.latest(image, seen.image),
                Known.latest(optionNames, seen.optionNames),
                updatedVariants(seen.variants, seenAtMillis),
                sequence,
                false);
    }

    private @Nullable List<VariantState> updatedVariants(
            @Nullable List<VariantState> seen, long seenAtMillis) {
        if (seen == null || variants == null) {
            return seen == null ? variants : seen;
        }
        Map<Long, VariantState> before = variantsById();
        List<VariantState> updated = new ArrayList<>(seen.size());
        for (VariantState variant : seen) {
            VariantState old = before.get(variant.id());
            updated.add(old == null ? variant : old.updatedBy(variant, seenAtMillis));
        }
        return updated;
    }

    /** The variants, none where they are unknown. */
    List<VariantState> knownVariants() {
        return variants == null ? List.of() : variants;
    }

    Map<Long, VariantState> variantsById() {
        Map<Long, VariantState> byId = new HashMap<>();
        for (VariantState variant : knownVariants()) {
            byId.put(variant.id(), variant);
        }
        return byId;
    }
}
