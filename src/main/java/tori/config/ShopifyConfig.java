package tori.config;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * A Shopify store's catalogue, or some collections of it.
 *
 * @param collections handles, each once; empty for the whole catalogue
 * @param sitemapInterval from one look for new products in the sitemap to the next; null for none.
 *     Only for whole catalogues: a sitemap does not say what is in a collection
 * @param alerts what is told about it
 */
public record ShopifyConfig(
        List<String> collections, @Nullable Duration sitemapInterval, AlertConfig alerts)
        implements KindConfig {

    /** The whole catalogue, with what a file that says no more gives. */
    public static final ShopifyConfig WHOLE_CATALOGUE =
            new ShopifyConfig(List.of(), null, AlertConfig.EVERYTHING);

    public ShopifyConfig {
        collections = List.copyOf(collections);
    }
}
