package tori.shopify;

import tori.config.ShopifyConfig;

import java.net.URI;
import java.time.Duration;

/**
 * What a catalogue monitor watches and what it tells.
 *
 * @param site the store's absolute address; a path in front (a market) and a query are kept. As
 *     text, which takes less
 * @param terms the rest
 */
public record ShopifySettings(String site, Terms terms) {

    /**
     * What many monitors have in common; may be shared by them.
     *
     * @param config what of the store, and what is told about it
     * @param timeout of one request
     * @param maxBytes the largest page, decoded
     */
    public record Terms(ShopifyConfig config, Duration timeout, long maxBytes) {}

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final long DEFAULT_MAX_BYTES = 32L << 20;

    /**
     * @throws IllegalArgumentException if the address is not absolute
     */
    public ShopifySettings(URI site, ShopifyConfig config, Duration timeout, long maxBytes) {
        this(site.toString(), new Terms(config, timeout, maxBytes));
        requireAbsolute(site);
    }

    /** The whole catalogue of a store, everything else at its default. */
    public static ShopifySettings of(URI site) {
        return new ShopifySettings(
                site, ShopifyConfig.WHOLE_CATALOGUE, DEFAULT_TIMEOUT, DEFAULT_MAX_BYTES);
    }

    /** What of the store, and what is told about it. */
    public ShopifyConfig config() {
        return terms.config();
    }

    static void requireAbsolute(URI site) {
        if (site.getScheme() == null || site.getRawAuthority() == null) {
            throw new IllegalArgumentException("the site needs an absolute address: " + site);
        }
    }
}
