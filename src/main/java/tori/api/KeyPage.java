package tori.api;

import tori.signing.KeyDirectory;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Shows the key that polls are signed with to those who check signatures. Called on requests'
 * threads.
 */
final class KeyPage {

    /** A key that is replaced is believed no longer than this. */
    private static final String CACHE_CONTROL = "max-age=3600";

    private final KeySource source;

    KeyPage(KeySource source) {
        this.source = source;
    }

    void addTo(Router router) {
        router.get(Audience.ANYONE, KeyDirectory.PATH, this::show);
    }

    private void show(Exchange exchange) {
        KeyDirectory keys = source.keys();
        if (keys == null) {
            exchange.fail(
                    404,
                    ErrorKind.NOT_FOUND,
                    "requests are not signed; http.signing in the configuration has them signed");
            return;
        }
        Map<String, String> headers = keys.headers(KeyDirectory.ANSWER_VALIDITY);
        headers.forEach(exchange::replaceHeader);
        exchange.replaceHeader("Cache-Control", CACHE_CONTROL);
        exchange.send(
                200,
                KeyDirectory.CONTENT_TYPE,
                keys.document().getBytes(StandardCharsets.US_ASCII));
    }
}
