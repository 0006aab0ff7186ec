package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The addresses of one store and of one of its lists of products. Immutable; it keeps what they
 * begin with, and makes each when it is asked for.
 */
final class FeedAddresses {

    /** Products a page; the most that Shopify gives. */
    static final int PAGE_SIZE = 250;

    /** The longest handle that Shopify gives. */
    private static final int MAX_HANDLE = 255;

    private final String root;
    private final int originLength;
    private final @Nullable String query;
    private final @Nullable String collection;

    FeedAddresses(URI site, @Nullable String collection) {
        String path = site.getRawPath() == null ? "" : site.getRawPath();
        String origin = site.getScheme() + "://" + site.getRawAuthority();
        String whole = origin + path;
        String bare = whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
        // Mostly the same text: kept once, where there are very many sites.
        this.root = bare.equals(site.toString()) ? site.toString() : bare;
        this.originLength = origin.length();
        this.query = site.getRawQuery();
        this.collection = collection;
    }

    private FeedAddresses(FeedAddresses store, String collection) {
        this.root = store.root;
        this.originLength = store.originLength;
        this.query = store.query;
        this.collection = collection;
    }

    /** Those of the same store and of one of its collections. */
    FeedAddresses of(String handle) {
        return new FeedAddresses(this, handle);
    }

    /** The address without a path. */
    private String origin() {
        return root.substring(0, originLength);
    }

    /** What stands before the paths of a store: mostly nothing. */
    private String path() {
        return root.substring(originLength);
    }

    /** The store's address, without a slash at its end. */
    String root() {
        return root;
    }

    /** The store itself, for people's eyes. */
    URI front() {
        return address("/", "");
    }

    /** A list of one product, where it only matters whether there is a list. */
    URI shortestList() {
        return address("/products.json", "limit=1");
    }

    /** What the store says about itself. */
    URI meta() {
        return address("/meta.json", "");
    }

    /**
     * Whether prices are in the store's own currency here: the address of a market, or one that
     * asks for a country or a currency, may show another.
     */
    boolean showsBaseCurrency() {
        return root.length() == originLength
                && (query == null
                        || !(query.contains("currency=")
                                || query.contains("country=")
                                || query.contains("locale=")));
    }

    /**
     * A product as the store's own pages fetch it, with stock.
     *
     * @param currency to be answered in; null for whatever the store takes to be the visitor's
     */
    URI productWithStock(String handle, @Nullable String currency) {
        return product(handle, ".js", currency);
    }

    /**
     * A product as it is published, with prices and without stock.
     *
     * @param currency to be answered in; null for whatever the store takes to be the visitor's
     */
    URI productWithPrices(String handle, @Nullable String currency) {
        return product(handle, ".json", currency);
    }

    private URI product(String handle, String kind, @Nullable String currency) {
        return address(
                "/products/" + segment(handle) + kind,
                currency == null ? "" : "currency=" + currency);
    }

    /** The list of sitemaps. */
    URI sitemap() {
        return URI.create(origin() + "/sitemap.xml");
    }

    /**
     * One of the sitemaps of products, asked of this store wherever the list says that it is; null
     * if the location is that of something else.
     */
    @Nullable URI sitemapOfProducts(String location) {
        URI uri = uri(location);
        if (uri == null
                || uri.getRawPath() == null
                || !uri.getRawPath().startsWith(path() + "/sitemap_products")) {
            return null;
        }
        String parameters = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return uri(origin() + uri.getRawPath() + parameters);
    }

    /** The handle of the product whose page this is; null if it is the page of something else. */
    @Nullable String handle(String location) {
        URI uri = uri(location);
        String prefix = path() + "/products/";
        if (uri == null || uri.getRawPath() == null || !uri.getRawPath().startsWith(prefix)) {
            return null;
        }
        // Not the decoder of forms: a plus is a plus in a path.
        String[] segments = uri.getPath().split("/", -1);
        String handle = segments[segments.length - 1];
        boolean direct = uri.getRawPath().indexOf('/', prefix.length()) < 0;
        return direct && !handle.isEmpty() && handle.length() <= MAX_HANDLE ? handle : null;
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** A page of the list of products, from 1. */
    URI page(int page) {
        String list = collection == null ? "" : collectionPath(collection);
        return address(list + "/products.json", "limit=" + PAGE_SIZE + "&page=" + page);
    }

    /** The handle of the collection whose list this is; null for that of the whole catalogue. */
    @Nullable String collectionHandle() {
        return collection;
    }

    /** What tells whether the collection of this handle exists. */
    URI collection(String handle) {
        return address(collectionPath(handle) + ".json", "");
    }

    private static String collectionPath(String handle) {
        return "/collections/" + segment(handle);
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

    /** Says the same about lists exactly if they are the same lists, in whatever order. */
    static String fingerprint(List<FeedAddresses> lists) {
        StringBuilder fingerprint = new StringBuilder("shopify");
        lists.stream()
                .map(list -> list.page(1).toString())
                .sorted()
                .distinct()
                .forEach(page -> fingerprint.append(' ').append(page));
        return fingerprint.toString();
    }

    /** Says the same about two products exactly if they are at the same address. */
    String fingerprintOfProduct(String handle) {
        return "shopify_product " + productWithStock(handle, null);
    }

    /** Says the same about two stores exactly if they are at the same address. */
    String fingerprintOfStore() {
        return "shopify_password " + front();
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
