package tori.shopify;

import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Failed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Finds out whether a store lets people in: asks for the shortest list of products, and for the
 * front page where there is no list to be had. Confined to the monitor's thread, which blocks in
 * it.
 */
final class Doorbell {

    /** What was found out. */
    sealed interface Answer permits Locked, Open, Unknown {}

    /** The password page is up. */
    record Locked() implements Answer {}

    /** It is not. */
    record Open() implements Answer {}

    /** Nothing can be said. */
    record Unknown(Failed failure) implements Answer {}

    /** What a front page is judged by stands in its head. */
    private static final int HEAD_BYTES = 512 << 10;

    /** Only Shopify's own pages mention these. */
    private static final List<String> STOREFRONT =
            List.of("shopify.theme", "cdn.shopify.com", "/cdn/shop/", "shopify.shop");

    /** Pages that stand before a store and ask whether a person is there. */
    private static final List<String> CHALLENGE =
            List.of("_cf_chl_opt", "<title>just a moment", "verifying your connection");

    /** The form of the password page, where a store shows it without leading there. */
    private static final String PASSWORD_FORM = "storefront_password";

    private final FeedAddresses addresses;
    private final Inquiry inquiry;
    private final long maxBytes;
    private int status;
    private int pages;

    /**
     * @param maxBytes the largest answer, decoded
     */
    Doorbell(FeedAddresses addresses, Inquiry inquiry, long maxBytes) {
        this.addresses = addresses;
        this.inquiry = inquiry;
        this.maxBytes = maxBytes;
    }

    /** The status of the last answer; 0 if there was none. */
    int status() {
        return status;
    }

    /** How many pages were asked for. */
    int pages() {
        return pages;
    }

    /** Asks. */
    Answer ring() throws InterruptedException {
        Inquiry.Answer<Boolean> list =
                inquiry.ask(
                        addresses.shortestList(),
                        "application/json",
                        Inquiry.Earlier.NONE,
                        maxBytes,
                        reply -> Json.read(reply.body()).path("products").isArray());
        status = list.status();
        pages = 1;
        return switch (list) {
            case Inquiry.Given<Boolean> given -> given.value() ? new Open() : front();
            case Inquiry.Refused<Boolean> refused -> {
                if (refused.passwordPage()) {
                    yield new Locked();
                }
                boolean unpublished =
                        refused.failure().cause() == Cause.NOT_FOUND
                                || refused.failure().cause() == Cause.NOT_JSON;
                yield unpublished ? front() : new Unknown(refused.failure());
            }
        };
    }

    private Answer front() throws InterruptedException {
        Inquiry.Answer<String> front =
                inquiry.ask(
                        addresses.front(),
                        "text/html",
                        Inquiry.Earlier.NONE,
                        maxBytes,
                        reply -> head(reply.body()));
        status = front.status();
        pages = 2;
        return switch (front) {
            case Inquiry.Given<String> given -> judge(given.value());
            case Inquiry.Refused<String> refused ->
                    refused.passwordPage() ? new Locked() : new Unknown(refused.failure());
        };
    }

    private static String head(InputStream body) throws IOException {
        return new String(body.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8)
                .toLowerCase(Locale.ROOT);
    }

    private static Answer judge(String page) {
        if (CHALLENGE.stream().anyMatch(page::contains)) {
            return new Unknown(
                    new Failed(Cause.NOT_JSON, "the store asks whether we are a person"));
        }
        if (page.contains(PASSWORD_FORM)) {
            return new Locked();
        }
        return STOREFRONT.stream().anyMatch(page::contains)
                ? new Open()
                : new Unknown(
                        new Failed(
                                Cause.NOT_JSON,
                                "neither a list of products nor a page of a Shopify store"));
    }
}
