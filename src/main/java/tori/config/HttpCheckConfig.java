package tori.config;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An address that is asked over HTTP, and what it must answer.
 *
 * @param url absolute, {@code http} or {@code https}, without credentials
 * @param method in capitals
 * @param headers by name, in the file's order, without {@code Authorization}
 * @param body sent with the request; null for none
 * @param authorization the value of the header {@code Authorization}; null for none
 * @param redirects what to do about them
 * @param ip which addresses to use
 * @param keepAlive whether a connection is kept for the next check
 * @param verify whether the certificate must be trusted and name the host
 * @param maxBodyBytes how much of an answer is read, decompressed
 * @param expect what a good answer is
 */
public record HttpCheckConfig(
        String url,
        String method,
        Map<String, Secret> headers,
        @Nullable Secret body,
        @Nullable Secret authorization,
        RedirectPolicy redirects,
        IpVersion ip,
        boolean keepAlive,
        boolean verify,
        long maxBodyBytes,
        HttpExpectation expect)
        implements UptimeConfig {

    public HttpCheckConfig {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
