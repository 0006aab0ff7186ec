package tori.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A change in a store's catalogue.
 *
 * @param entity {@code site/product id}: what events are ordered by
 * @param sequence counts the entity's events from 1, across restarts
 * @param product the product concerned
 * @param variant the variant concerned; null for whole products
 * @param variants the variants of a new product; empty otherwise
 * @param before what the variant was; null where there is no before
 * @param label the user's own name for the variant; null where none was given
 */
public record CatalogData(
        String entity,
        long sequence,
        Product product,
        @Nullable Variant variant,
        List<Variant> variants,
        @Nullable Before before,
        @Nullable String label)
        implements EventData {

    public CatalogData {
        variants = List.copyOf(variants);
    }
}
