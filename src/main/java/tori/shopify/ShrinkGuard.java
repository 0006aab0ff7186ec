package tori.shopify;

import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Doubts a feed that has lost too much at once, until the next good poll has lost the same: lists
 * dip by thousands of products, or to nothing, for one poll and are back in the next. Confined to
 * the monitor's thread.
 */
final class ShrinkGuard {

    /** A smaller catalogue may well lose most of itself. */
    private static final int SMALLEST_GUARDED = 20;

    /** Two losses are the same if they differ in no more than this part of the first. */
    private static final int TOLERATED_PART = 10;

    /** A product as it was and as it would be. */
    record Pair(ProductState before, ProductState now) {}

    private record Loss(LongHashSet products, LongHashSet variants) {
        int size() {
            return products.size() + variants.size();
        }

        boolean isMuchLike(Loss first) {
            int different =
                    countMissing(products, first.products)
                            + countMissing(first.products, products)
                            + countMissing(variants, first.variants)
                            + countMissing(first.variants, variants);
            return different * TOLERATED_PART <= first.size();
        }

        private static int countMissing(LongHashSet of, LongHashSet in) {
            int missing = 0;
            LongHashSet.LongIterator each = of.iterator();
            while (each.hasNext()) {
                missing += in.contains(each.nextValue()) ? 0 : 1;
            }
            return missing;
        }
    }

    private final OptionalDouble share;
    private @Nullable Loss doubted;

    /**
     * @param share losing more than this share is doubted; empty to doubt nothing
     */
    ShrinkGuard(OptionalDouble share) {
        this.share = share;
    }

    /** Why a good poll's feed is not to be believed yet; null if it is. */
    @Nullable String judge(Catalog known, List<ProductState> missing, List<Pair> changed) {
        if (share.isEmpty()) {
            return null;
        }
        Loss loss = loss(missing, changed);
        String reason = loss.size() == 0 ? null : reason(known, loss, share.getAsDouble());
        if (reason == null || (doubted != null && loss.isMuchLike(doubted))) {
            doubted = null;
            return null;
        }
        doubted = loss;
        return reason;
    }

    private static Loss loss(List<ProductState> missing, List<Pair> changed) {
        Loss loss = new Loss(new LongHashSet(), new LongHashSet());
        for (ProductState product : missing) {
            loss.products.add(product.id());
            for (VariantState variant : product.knownVariants()) {
                if (variant.isAvailable()) {
                    loss.variants.add(variant.id());
                }
            }
        }
        for (Pair pair : changed) {
            var now = pair.now().variantsById();
            for (VariantState variant : pair.before().knownVariants()) {
                VariantState is = now.get(variant.id());
                if (variant.isAvailable() && (is == null || !is.isAvailable())) {
                    loss.variants.add(variant.id());
                }
            }
        }
        return loss;
    }

    private static @Nullable String reason(Catalog known, Loss loss, double share) {
        int products = known.size();
        if (products >= SMALLEST_GUARDED && loss.products.size() > share * products) {
            return loss.products.size() + " of " + products + " products are missing at once";
        }
        int available = known.available();
        if (available >= SMALLEST_GUARDED && loss.variants.size() > share * available) {
            return loss.variants.size()
                    + " of "
                    + available
                    + " available variants are gone or sold out at once";
        }
        return null;
    }
}
