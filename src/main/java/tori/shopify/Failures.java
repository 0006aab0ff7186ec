package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Failed;
import tori.poll.Reply;
import tori.poll.RetryAfter;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Says what an answer means that is not what was asked for: the one place for its words. Stateless.
 */
final class Failures {

    static final String WEB_PAGE = "the answer is a web page (HTML) where JSON was due";

    private static final String CHALLENGE = "the store asks whether we are a person";

    /** How Cloudflare marks what it says in a store's place. */
    private static final String MITIGATED = "cf-mitigated";

    private Failures() {}

    /**
     * The failure that the answer is; null if it is a good one (200 or 304). Of some it reads the
     * body.
     *
     * @param asked the address that was asked; redirects may have led elsewhere
     */
    static @Nullable Failed of(Reply reply, URI asked, InstantSource wall) {
        String path = reply.uri().getPath();
        if (path != null && path.endsWith("/password")) {
            return new Failed(Cause.UNAUTHORISED, "the store is behind its password page");
        }
        int status = reply.status();
        boolean good = status == 200 || status == 304;
        if ("challenge".equalsIgnoreCase(reply.header(MITIGATED))) {
            return challenge(status);
        }
        return good ? null : failure(reply, status, asked, wall);
    }

    private static Failed failure(Reply reply, int status, URI asked, InstantSource wall) {
        Duration retryAfter = RetryAfter.parse(reply.header("Retry-After"), wall.instant());
        return switch (status) {
            case 401 ->
                    new Failed(Cause.UNAUTHORISED, "the store is behind its password page (401)");
            case 402 -> new Failed(Cause.UNEXPECTED_STATUS, "Shopify has frozen the store (402)");
            case 403 ->
                    page(reply).isChallenge()
                            ? challenge(status)
                            : new Failed(Cause.FORBIDDEN, "the store refuses us (403)", retryAfter);
            case 404, 410 -> notFound(reply, status, asked);
            case 423 -> new Failed(Cause.UNEXPECTED_STATUS, "Shopify has locked the store (423)");
            case 429 ->
                    page(reply).isChallenge()
                            ? challenge(status)
                            : new Failed(
                                    Cause.RATE_LIMITED,
                                    "the store had too many requests (429)",
                                    retryAfter);
            case 430 ->
                    new Failed(
                            Cause.BLOCKED,
                            "the store had too many requests of what it takes for a bot (430)",
                            retryAfter);
            default -> other(reply, status, retryAfter);
        };
    }

    private static Failed other(Reply reply, int status, @Nullable Duration retryAfter) {
        if (status == 503 && page(reply).isChallenge()) {
            return challenge(status);
        }
        Cause cause = status >= 500 ? Cause.SERVER_ERROR : Cause.UNEXPECTED_STATUS;
        return new Failed(cause, "the store answered " + status, retryAfter);
    }

    private static Failed challenge(int status) {
        return new Failed(Cause.CHALLENGE, CHALLENGE + " (" + status + ")");
    }

    private static Failed notFound(Reply reply, int status, URI asked) {
        if (page(reply).knowsNoShop()) {
            return new Failed(
                    Cause.NOT_FOUND, "Shopify knows no shop at this address (" + status + ")");
        }
        String elsewhere = elsewhere(asked, reply.uri());
        if (elsewhere == null) {
            return new Failed(
                    Cause.NOT_FOUND, "there is no list of products here (" + status + ")");
        }
        // A store with a domain of its own answers there for all its addresses.
        return samePath(asked, reply.uri())
                ? new Failed(
                        Cause.NOT_FOUND,
                        "there is no list of products at "
                                + elsewhere
                                + ", where the address leads ("
                                + status
                                + ")")
                : moved(elsewhere);
    }

    /**
     * The failure that a web page is in place of what was asked for.
     *
     * @param asked the address that was asked
     * @param from the address that the page came from
     */
    static Failed of(WebPage page, URI asked, URI from) {
        if (page.isChallenge()) {
            return new Failed(Cause.CHALLENGE, CHALLENGE);
        }
        if (page.hasPasswordForm()) {
            return new Failed(Cause.UNAUTHORISED, "the store shows its password page");
        }
        String elsewhere = elsewhere(asked, from);
        if (elsewhere != null && !(page.isOfShopify() && samePath(asked, from))) {
            return moved(elsewhere);
        }
        return new Failed(
                Cause.NOT_JSON,
                page.isOfShopify() ? WEB_PAGE : WEB_PAGE + ", and not one of a Shopify store");
    }

    private static Failed moved(String host) {
        return new Failed(
                Cause.MOVED,
                "the address leads to " + host + ", which is not the store: it may have moved");
    }

    /** The host that the answer came from, if that is another one; null if it is not. */
    private static @Nullable String elsewhere(URI asked, URI from) {
        String host = from.getHost();
        return host == null || bare(host).equals(bare(String.valueOf(asked.getHost())))
                ? null
                : host;
    }

    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("www.") ? lower.substring("www.".length()) : lower;
    }

    private static boolean samePath(URI asked, URI from) {
        return String.valueOf(asked.getPath()).equals(String.valueOf(from.getPath()));
    }

    /** What the answer shows people; nothing if it is for programs, or breaks off. */
    private static WebPage page(Reply reply) {
        String type = reply.header("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).contains("html")) {
            return WebPage.NONE;
        }
        try {
            return WebPage.read(reply.body());
        } catch (IOException e) {
            // The status says enough.
            return WebPage.NONE;
        }
    }
}
