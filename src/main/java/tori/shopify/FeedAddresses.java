package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The addresses of one store or one of its collections. Immutable. */
final class FeedAddresses {

    /** Products a page; the most that Shopify gives. */
    static final int PAGE_SIZE = 250;

    private final String root;
    private final @Nullable String query;
    private final @Nullable String collection;

    FeedAddresses(URI site, @Nullable String collection) {
        String path = site.getRawPath() == null ? "" : site.getRawPath();
        String root = site.getScheme() + "://" + site.getRawAuthority() + path;
        String bare = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
        // Mostly the same text: kept once, where there are very many sites.
        this.root = bare.equals(site.toString()) ? site.toString() : bare;
        this.query = site.getRawQuery();
        this.collection = collection == null ? null : segment(collection);
    }

    /** A page of the list of products, from 1. */
    URI page(int page) {
        String list = collection == null ? "/products.json" : collectionPath() + "/products.json";
        return address(list, "limit=" + PAGE_SIZE + "&page=" + page);
    }

    /** What tells whether the collection exists. */
    URI collection() {
        return address(collectionPath() + ".json", "");
    }

    private String collectionPath() {
        return "/collections/" + collection;
    }

    private URI address(String path, String parameters) {
        StringBuilder address = new StringBuilder(root).append(path);
        char separator = '?';
        if (query != null) {
            address.append(separator).append(query);
            separator = '&';
        }
        if (!parameters.isEmpty()) {
            address.append(separator).append(parameters);
        }
        return URI.create(address.toString());
    }

    /** A product's page for people; null if its handle is unknown. */
    @Nullable String product(@Nullable String handle) {
        return handle == null ? null : root + "/products/" + segment(handle);
    }

    /** A variant on its product's page. */
    @Nullable String variant(@Nullable String handle, long variant) {
        String product = product(handle);
        return product == null ? null : product + "?variant=" + variant;
    }

    /** The address that puts one of the variant into the cart. */
    String cart(long variant) {
        return root + "/cart/" + variant + ":1";
    }

    /** Says the same about two lists exactly if they are the same list. */
    String fingerprint() {
        return "shopify " + page(1);
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
