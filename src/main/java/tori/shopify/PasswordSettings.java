package tori.shopify;

import tori.config.LockSelection;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * Whose password page a monitor watches.
 *
 * @param site the store's address; a path in front (a market) and a query are kept
 * @param events what is told
 * @param timeout of one request
 * @param maxBytes the largest answer, decoded
 */
public record PasswordSettings(
        URI site, Set<LockSelection> events, Duration timeout, long maxBytes) {

    public PasswordSettings {
        ShopifySettings.requireAbsolute(site);
        events = Set.copyOf(events);
    }
}
