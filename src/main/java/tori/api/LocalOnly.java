package tori.api;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Decides whether a request comes from a person or program on this machine that means to make it.
 *
 * <p>A loopback address alone does not say so. A browser on this machine opens connections from it
 * for any page: one whose name an attacker lets point to 127.0.0.1 (so the {@code Host} must be a
 * loopback name), and one that merely links to us (so {@code Origin} and {@code Sec-Fetch-Site}
 * must not be foreign). A reverse proxy on this machine opens them for the whole world (so there
 * must be no trace of one).
 */
final class LocalOnly {

    private static final Pattern LOOPBACK_HOST =
            Pattern.compile(
                    "(?i)(localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1])(:\\d{1,5})?");

    private static final List<String> PROXY_HEADERS =
            List.of(
                    "Forwarded",
                    "Via",
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Forwarded-Port",
                    "X-Forwarded-Proto",
                    "X-Forwarded-Server",
                    "X-Real-IP",
                    "X-Client-IP",
                    "X-Cluster-Client-IP",
                    "X-Envoy-External-Address",
                    "True-Client-IP",
                    "CF-Connecting-IP",
                    "Fastly-Client-IP");

    private LocalOnly() {}

    /** Why the request is refused, a sentence; null if it is not. */
    static @Nullable String refusal(Exchange exchange) {
        InetAddress peer = exchange.peer();
        if (peer == null || !peer.isLoopbackAddress()) {
            return "this is for programs on the machine tori runs on";
        }
        String host = exchange.header("Host");
        if (host == null || !LOOPBACK_HOST.matcher(host).matches()) {
            return "ask for this by the name localhost or the address 127.0.0.1";
        }
        for (String header : PROXY_HEADERS) {
            if (exchange.header(header) != null) {
                return "this is not for requests that come through a proxy";
            }
        }
        String origin = exchange.header("Origin");
        if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
            return "this is not for pages of other sites";
        }
        String site = exchange.header("Sec-Fetch-Site");
        if (site != null && !site.equals("none") && !site.equals("same-origin")) {
            return "this is not for pages of other sites";
        }
        return null;
    }
}
