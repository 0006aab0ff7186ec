package tori.shopify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The beginning of a web page, as far as it shows what kind of page it is. Immutable.
 *
 * @param text in lower case
 */
record WebPage(String text) {

    /** What a page is judged by stands in its head. */
    static final int HEAD_BYTES = 48 << 10;

    static final WebPage NONE = new WebPage("");

    /** Only Shopify's own pages mention these. */
    private static final List<String> STOREFRONT =
            List.of("shopify.theme", "cdn.shopify.com", "/cdn/shop/", "shopify.shop");

    /** Pages that stand before a store and ask whether a person is there. */
    private static final List<String> CHALLENGE =
            List.of(
                    "_cf_chl_opt",
                    "<title>just a moment",
                    "verifying your connection",
                    "needs to be verified before you can proceed",
                    "px-captcha",
                    "captcha-delivery.com");

    /** What Shopify says where it knows no shop, or has closed one. */
    private static final String NO_SHOP = "this shop is currently unavailable";

    /** The form of the password page, where a store shows it without leading there. */
    private static final String PASSWORD_FORM = "storefront_password";

    WebPage {
        text = text.toLowerCase(Locale.ROOT);
    }

    /** The page that these bytes begin. */
    static WebPage of(byte[] bytes, int from, int length) {
        return new WebPage(
                new String(bytes, from, Math.min(length, HEAD_BYTES), StandardCharsets.UTF_8));
    }

    /** The page that begins here; what is left of the stream is not read. */
    static WebPage read(InputStream body) throws IOException {
        byte[] head = body.readNBytes(HEAD_BYTES);
        return of(head, 0, head.length);
    }

    boolean isChallenge() {
        return mentionsAny(CHALLENGE);
    }

    boolean hasPasswordForm() {
        return text.contains(PASSWORD_FORM);
    }

    boolean isOfShopify() {
        return mentionsAny(STOREFRONT);
    }

    boolean knowsNoShop() {
        return text.contains(NO_SHOP);
    }

    private boolean mentionsAny(List<String> words) {
        return words.stream().anyMatch(text::contains);
    }
}
