package tori.check;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import tori.config.HttpCheckConfig;
import tori.config.RedirectPolicy;

import java.util.Locale;

/**
 * One request of a check over HTTP. Immutable, any thread.
 *
 * @param url whom to ask
 * @param method in capitals
 * @param withBody whether the configured body goes along
 * @param own whether this is still the origin that was configured, so that its secrets may be sent
 * @param hops how many redirects led here
 */
record RedirectStep(HttpUrl url, String method, boolean withBody, boolean own, int hops) {

    /** As many as browsers and Go follow at least. */
    static final int MAX_HOPS = 10;

    static RedirectStep first(HttpUrl url, HttpCheckConfig config) {
        return new RedirectStep(url, config.method(), config.body() != null, true, 0);
    }

    /**
     * Where an answer sends; null if it is the one to judge.
     *
     * @param location the header of that name; null without one
     */
    @Nullable RedirectStep next(int status, @Nullable String location, RedirectPolicy policy)
            throws RedirectException {
        if (location == null || policy == RedirectPolicy.NONE || !isRedirect(status)) {
            return null;
        }
        HttpUrl target = url.resolve(location);
        if (policy == RedirectPolicy.SAME_HOST
                && (target == null || !target.host().equals(url.host()))) {
            return null;
        }
        if (target == null) {
            throw new RedirectException("redirects to something that is no http address");
        }
        if (hops == MAX_HOPS) {
            throw new RedirectException("redirects more than " + MAX_HOPS + " times");
        }
        boolean keeps = status == 307 || status == 308 || method.equals("HEAD");
        return new RedirectStep(
                target,
                keeps ? method : "GET",
                keeps && withBody,
                own && isSameOrigin(target),
                hops + 1);
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** The same host and port; from http to https counts if both have their usual port. */
    private boolean isSameOrigin(HttpUrl target) {
        boolean upgraded =
                !url.isHttps() && target.isHttps() && url.port() == 80 && target.port() == 443;
        boolean same = url.scheme().equals(target.scheme()) && url.port() == target.port();
        return target.host().toLowerCase(Locale.ROOT).equals(url.host().toLowerCase(Locale.ROOT))
                && (same || upgraded);
    }
}
