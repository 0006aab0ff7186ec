package tori.config;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an {@code endpoint_url} of the original file points at. Immutable, any thread.
 *
 * @param store scheme, host and port; null if only a path was given
 * @param prefix path before the catalogue's own, such as {@code /en}; mostly empty
 * @param collection the collection's handle; null for none
 * @param product the product's handle; null for none
 */
record Endpoint(
        @Nullable String store,
        String prefix,
        @Nullable String collection,
        @Nullable String product) {

    private static final Pattern COLLECTION =
            Pattern.compile("^(.*)/collections/([^/]+)/products\\.json$");
    private static final Pattern CATALOGUE = Pattern.compile("^(.*)/products\\.json$");
    private static final Pattern PRODUCT =
            Pattern.compile("^(.*)/products/([^/]+?)(?:\\.js(?:on)?)?$");

    /** Null if the text points at no catalogue. */
    static @Nullable Endpoint parse(String text) {
        String store = null;
        String path = text.replaceFirst("[?#].*$", "");
        if (text.contains("://")) {
            URI uri = Addresses.uri(text, List.of("http", "https", "demo"));
            if (uri == null || uri.getRawUserInfo() != null) {
                return null;
            }
            store = uri.getScheme() + "://" + uri.getRawAuthority();
            path = uri.getRawPath();
        } else if (!path.startsWith("/")) {
            path = "/" + path;
        }
        Matcher collection = COLLECTION.matcher(path);
        if (collection.matches()) {
            return new Endpoint(store, collection.group(1), collection.group(2), null);
        }
        Matcher catalogue = CATALOGUE.matcher(path);
        if (catalogue.matches()) {
            return new Endpoint(store, catalogue.group(1), null, null);
        }
        Matcher product = PRODUCT.matcher(path);
        return product.matches()
                ? new Endpoint(store, product.group(1), null, product.group(2))
                : null;
    }

    /** A name for the monitor. */
    String name() {
        if (collection != null) {
            return collection;
        }
        return product == null ? "products" : product;
    }

    /** Where the store is, if it differs from the site's address; null if it does not. */
    @Nullable URI base(@Nullable URI site) {
        if (store == null && prefix.isEmpty()) {
            return null;
        }
        String root = store == null ? String.valueOf(site) : store;
        URI base = Addresses.uri(root + prefix, List.of("http", "https", "demo"));
        return base == null || base.equals(site) ? null : base;
    }
}
