package tori.shopify;

import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Failed;

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
                                || refused.failure().cause() == Cause.NOT_JSON
                                || refused.failure().cause() == Cause.MOVED;
                yield unpublished ? front() : new Unknown(refused.failure());
            }
        };
    }

    private Answer front() throws InterruptedException {
        Inquiry.Answer<WebPage> front =
                inquiry.ask(
                        addresses.front(),
                        "text/html",
                        Inquiry.Earlier.NONE,
                        maxBytes,
                        reply -> WebPage.read(reply.body()));
        status = front.status();
        pages = 2;
        return switch (front) {
            case Inquiry.Given<WebPage> given -> judge(given.value());
            case Inquiry.Refused<WebPage> refused ->
                    refused.passwordPage() ? new Locked() : new Unknown(refused.failure());
        };
    }

    private static Answer judge(WebPage page) {
        if (page.isChallenge()) {
            return new Unknown(
                    new Failed(Cause.CHALLENGE, "the store asks whether we are a person"));
        }
        if (page.hasPasswordForm()) {
            return new Locked();
        }
        return page.isOfShopify()
                ? new Open()
                : new Unknown(
                        new Failed(
                                Cause.NOT_JSON,
                                "neither a list of products nor a page of a Shopify store"));
    }
}
