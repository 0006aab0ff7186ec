package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Decides which prices of a product's own page count. A store that sells in several currencies
 * shows them there in what it takes to be the visitor's, which an address or a cookie may change
 * from one answer to the next, and does not say in which. So a price that differs from the known
 * one counts only as far as the published prices bear it out; where they cannot be had, it is
 * unknown. Confined to the monitor's thread, which blocks in it.
 */
final class PriceWitness {

    /** How soon the same prices are looked into again. */
    private static final long RETRY_NANOS = Duration.ofMinutes(10).toNanos();

    /** Where the published prices come from, in a currency that is asked for. */
    @FunctionalInterface
    interface Published {
        ProductDocument.@Nullable Prices ask(@Nullable String currency) throws InterruptedException;
    }

    /** What was found out about prices, so that the same are not asked about again. */
    private record Verdict(
            Map<Long, String> shown,
            @Nullable String base,
            Map<Long, String> borneOut,
            long nanos) {}

    private final Published published;
    private final Surroundings surroundings;
    private @Nullable Verdict last;

    PriceWitness(Published published, Surroundings surroundings) {
        this.published = published;
        this.surroundings = surroundings;
    }

    /**
     * The product with the prices that count; the others are unknown.
     *
     * @param seen as its own page shows it
     * @param known as it is known; null if it is not
     * @param base the store's own currency; null if it is not known
     * @param notes remember the currency of the known prices where the store's own is not known
     */
    ProductState vouch(
            ProductState seen, @Nullable ProductState known, @Nullable String base, Notes notes)
            throws InterruptedException {
        Map<Long, String> shown = prices(seen);
        Map<Long, String> before = known == null ? Map.of() : prices(known);
        if (shown.entrySet().stream()
                .allMatch(price -> isSame(before.get(price.getKey()), price.getValue()))) {
            return seen;
        }
        long now = surroundings.clock().nanoTime();
        Verdict verdict = last;
        boolean settled =
                verdict != null
                        && verdict.shown().equals(shown)
                        && Objects.equals(verdict.base(), base)
                        && now - verdict.nanos() < RETRY_NANOS;
        if (verdict == null || !settled) {
            verdict = new Verdict(shown, base, borneOut(seen, shown, base, notes), now);
            last = verdict;
        }
        return withPrices(seen, verdict.borneOut());
    }

    private Map<Long, String> borneOut(
            ProductState seen, Map<Long, String> shown, @Nullable String base, Notes notes)
            throws InterruptedException {
        ProductDocument.Prices prices = published.ask(base);
        if (prices == null || prices.product() != seen.id()) {
            return Map.of();
        }
        String stated = prices.currency();
        String expected = base == null ? notes.priceCurrency() : base;
        if (stated != null) {
            if (expected != null && !expected.equals(stated)) {
                return Map.of();
            }
            notes.priceCurrency(stated);
            // As the store wrote them, like the list does.
            return prices.byVariant();
        }
        Map<Long, String> same = new HashMap<>();
        prices.byVariant()
                .forEach((variant, price) -> {
                    if (isSame(shown.get(variant), price)) {
                        same.put(variant, price);
                    }
                });
        return same;
    }

    private static Map<Long, String> prices(ProductState product) {
        Map<Long, String> prices = new HashMap<>();
        for (VariantState variant : product.knownVariants()) {
            String price = variant.price();
            if (price != null) {
                prices.put(variant.id(), price);
            }
        }
        return prices;
    }

    private static boolean isSame(@Nullable String one, @Nullable String other) {
        return one != null
                && other != null
                && (one.equals(other) || new BigDecimal(one).compareTo(new BigDecimal(other)) == 0);
    }

    private static ProductState withPrices(ProductState product, Map<Long, String> prices) {
        List<VariantState> variants = new ArrayList<>();
        for (VariantState variant : product.knownVariants()) {
            String price = prices.get(variant.id());
            variants.add(
                    Objects.equals(price, variant.price()) ? variant : variant.withPrice(price));
        }
        return product.withVariants(variants);
    }
}
