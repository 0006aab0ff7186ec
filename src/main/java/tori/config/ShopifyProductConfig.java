package tori.config;

/**
 * One product of a Shopify store.
 *
 * @param handle the last part of the product's address
 * @param alerts what is told about it
 */
public record ShopifyProductConfig(String handle, AlertConfig alerts) implements KindConfig {}
