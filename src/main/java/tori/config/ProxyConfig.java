package tori.config;

import org.jspecify.annotations.Nullable;

/**
 * One proxy that polls may go through. Immutable, any thread.
 *
 * @param protocol what is spoken to it
 * @param host a name or a literal address, without brackets
 * @param port 1 to 65535
 * @param login who asks; null where it lets in anybody
 */
public record ProxyConfig(Protocol protocol, String host, int port, @Nullable Login login) {

    /** How a connection through it is asked for. Both leave looking names up to the proxy. */
    public enum Protocol {
        /** {@code CONNECT} of HTTP/1.1, RFC 9110. */
        HTTP,
        /** RFC 1928, with user and password of RFC 1929. */
        SOCKS5
    }

    /**
     * What the proxy is told of who asks. Both are secret: users' names hold customer numbers.
     *
     * @param user not empty
     * @param password may be empty for HTTP
     */
    public record Login(Secret user, Secret password) {}

    /** Where it is, without who asks: {@code host:port}. */
    public String address() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
