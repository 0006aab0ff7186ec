package tori.config;

import java.net.URI;
import java.util.List;

/**
 * A resolver that is asked over HTTPS, RFC 8484. Immutable, any thread.
 *
 * @param url where queries go
 * @param addresses of its host, so that nobody need be asked for them; literal, at least one
 */
public record DohConfig(URI url, List<String> addresses) {

    public DohConfig {
        addresses = List.copyOf(addresses);
    }
}
