package tori.api;

import java.util.List;
import java.util.Map;

/** Headers of every answer, errors of the protocol included. Constants only. */
final class SecurityHeaders {

    /** Names and values. A page that needs more says so in a policy of its own. */
    static final List<Map.Entry<String, String>> ALL =
            List.of(
                    Map.entry("X-Content-Type-Options", "nosniff"),
                    Map.entry("X-Frame-Options", "DENY"),
                    Map.entry("Referrer-Policy", "no-referrer"),
                    Map.entry("Cross-Origin-Resource-Policy", "same-origin"),
                    Map.entry("Cross-Origin-Opener-Policy", "same-origin"),
                    Map.entry("X-Permitted-Cross-Domain-Policies", "none"),
                    Map.entry("Cache-Control", "no-store"),
                    Map.entry(
                            "Content-Security-Policy",
                            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action"
                                    + " 'none'; frame-ancestors 'none'"));

    private SecurityHeaders() {}
}
