package tori.api;

import org.jspecify.annotations.Nullable;

import tori.account.Account;
import tori.account.Accounts;
import tori.account.Session;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out who asks. Thread-safe; called on requests' threads, which wait for the disk where a
 * token is shown.
 *
 * <p>What somebody shows decides, before where they are: whoever shows a token is who it was given
 * to, also on the machine tori runs on. A token stands in {@code Authorization: Bearer …}, or in a
 * cookie that browsers send along by themselves – so a request that shows nothing but the cookie
 * and changes something must come from a page of ours, see {@link #forgery}.
 */
final class Identification {

    /** The cookie's name. */
    static final String COOKIE = "tori_session";

    private static final Pattern BEARER = Pattern.compile("(?i)bearer(?:\\s+(.*))?");

    private static final Pattern JSON_TYPE = Pattern.compile("(?i)application/json\\s*(;.*)?");

    private final @Nullable Accounts accounts;

    /**
     * @param accounts null where there are none: then only who is on this machine is known
     */
    Identification(@Nullable Accounts accounts) {
        this.accounts = accounts;
    }

    /** Whether everybody may look. */
    boolean isReadByAnyone() {
        return accounts != null && accounts.isReadByAnyone();
    }

    /** Who sends this request. */
    Identity of(Exchange exchange) throws IOException, InterruptedException {
        if (exchange.headers("Authorization").size() > 1) {
            // Which one counts is not for us to choose: what is in front of us may take the other.
            return new Identity.Disbelieved(401, "show one token");
        }
        String bearer = bearer(exchange.header("Authorization"));
        if (bearer != null) {
            Session session = session(bearer);
            return session == null
                    ? new Identity.Disbelieved(
                            401, "the token is not valid, or no more; log in again")
                    : known(session);
        }
        String cookie = cookie(exchange.header("Cookie"));
        // A browser goes on to send a cookie that has ended: it says nothing then.
        Session session = cookie == null ? null : session(cookie);
        if (session == null) {
            return LocalOnly.refusal(exchange) == null
                    ? new Identity.Known(Caller.OPERATOR, null)
                    : new Identity.Nobody();
        }
        String forgery = isChange(exchange.method()) ? forgery(exchange) : null;
        return forgery == null ? known(session) : new Identity.Disbelieved(403, forgery);
    }

    private @Nullable Session session(String token) throws IOException, InterruptedException {
        return accounts == null ? null : accounts.session(token);
    }

    private static Identity known(Session session) {
        Account account = session.user().account();
        return new Identity.Known(
                new Caller(account.id(), account.name(), account.admin()), session);
    }

    private static @Nullable String bearer(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Matcher matcher = BEARER.matcher(header.strip());
        if (!matcher.matches()) {
            return null;
        }
        String token = matcher.group(1);
        return token == null ? "" : token;
    }

    /** The cookie's value; null if there is none, or more than one: somebody has put it there. */
    static @Nullable String cookie(@Nullable String header) {
        String found = null;
        for (String pair : header == null ? new String[0] : header.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(COOKIE)) {
                if (found != null) {
                    return null;
                }
                found = pair.substring(equals + 1).strip();
            }
        }
        return found;
    }

    private static boolean isChange(String method) {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /**
     * Why a request that the browser has added the cookie to may not be meant by its user, a
     * sentence; null if it comes from a page of ours. Pages of others can neither leave out what is
     * looked at here nor send JSON.
     */
    private static @Nullable String forgery(Exchange exchange) {
        String type = exchange.header("Content-Type");
        if (type == null || !JSON_TYPE.matcher(type).matches()) {
            return "with a cookie, send Content-Type: application/json";
        }
        String site = exchange.header("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") ? null : "this is not for pages of other sites";
        }
        String origin = exchange.header("Origin");
        String host = exchange.header("Host");
        if (origin == null || host == null) {
            return "with a cookie, say where the page is from: Origin; programs show their token"
                    + " as Authorization: Bearer …";
        }
        boolean own =
                origin.equalsIgnoreCase("http://" + host)
                        || origin.equalsIgnoreCase("https://" + host);
        return own ? null : "this is not for pages of other sites";
    }
}
