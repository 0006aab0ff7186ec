package tori.http;

import okhttp3.HttpUrl;

import tori.poll.FetchException;
import tori.poll.PollResult.Cause;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The redirects of one fetch: few, never in a circle, never to less security. One thread. */
final class Redirects {

    private static final int MAX_REDIRECTS = 5;

    /** Shopify's password page, with or without a language before it. */
    private static final Pattern PASSWORD_PAGE =
            Pattern.compile("(/[a-z]{2}(-[a-z]{2,4})?)?/password/?", Pattern.CASE_INSENSITIVE);

    private final Set<HttpUrl> seen = new HashSet<>();

    Redirects(HttpUrl start) {
        seen.add(start);
    }

    /** Whether a status sends elsewhere. */
    static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** Where to go from here. */
    HttpUrl next(HttpUrl from, String location) throws FetchException {
        String host = from.host();
        HttpUrl resolved = from.resolve(location);
        if (resolved == null) {
            throw failure(host + " redirects to something that is not an http address");
        }
        HttpUrl target = withoutCredentials(resolved);
        if (PASSWORD_PAGE.matcher(target.encodedPath()).matches()) {
            throw FetchException.passwordPage(
                    "the store is behind its password page (" + target.host() + ")");
        }
        if (from.isHttps() && !target.isHttps()) {
            throw failure(host + " redirects from https to http, which is not followed");
        }
        if (!seen.add(target)) {
            throw failure(host + " redirects in a circle");
        }
        if (seen.size() > MAX_REDIRECTS + 1) {
            throw failure(host + " redirects more than " + MAX_REDIRECTS + " times");
        }
        return target;
    }

    static HttpUrl withoutCredentials(HttpUrl url) {
        if (url.encodedUsername().isEmpty() && url.encodedPassword().isEmpty()) {
            return url;
        }
        return url.newBuilder().username("").password("").build();
    }

    private static FetchException failure(String words) {
        return new FetchException(Cause.REDIRECTED, words, null);
    }
}
