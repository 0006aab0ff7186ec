package tori.shopify;

import tori.config.AlertConfig;

import java.net.URI;
import java.time.Duration;

/**
 * Which product a monitor watches and what it tells.
 *
 * @param site the store's address; a path in front (a market) and a query are kept
 * @param handle the last part of the product's address
 * @param alerts what is told about it
 * @param timeout of one request
 * @param maxBytes the largest answer, decoded
 */
public record ProductSettings(
        URI site, String handle, AlertConfig alerts, Duration timeout, long maxBytes) {

    public ProductSettings {
        ShopifySettings.requireAbsolute(site);
    }
}
