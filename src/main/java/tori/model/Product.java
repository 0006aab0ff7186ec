package tori.model;

import org.jspecify.annotations.Nullable;

/**
 * A product as an event shows it. Null means the store did not say.
 *
 * @param id the store's product id; exceeds 32 bits
 * @param title plain text as the store wrote it, Markdown and all
 * @param handle the name in the product's address
 * @param url the product's page
 * @param vendor who makes it
 * @param type the store's product type
 * @param image address of the first image
 */
public record Product(
        long id,
        @Nullable String title,
        @Nullable String handle,
        @Nullable String url,
        @Nullable String vendor,
        @Nullable String type,
        @Nullable String image) {}
