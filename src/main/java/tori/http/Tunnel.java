package tori.http;

import org.jspecify.annotations.Nullable;

import tori.config.ProxyConfig;
import tori.http.TunnelException.Fault;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** Asks a proxy for a connection to a site. Stateless, any thread. */
sealed interface Tunnel permits ConnectTunnel, SocksTunnel {

    /**
     * Blocks until the proxy passes on bytes to the site.
     *
     * @param host a name, which the proxy is to look up, or a literal address without brackets
     * @throws TunnelException if it does not
     */
    void open(ProxyTalk proxy, String host, int port) throws IOException;

    /** The way this proxy wants to be asked. */
    static Tunnel to(ProxyConfig proxy) {
        return switch (proxy.protocol()) {
            case HTTP -> new ConnectTunnel(proxy.login());
            case SOCKS5 -> new SocksTunnel(proxy.login());
        };
    }

    /** A host's name as bytes. */
    static byte[] ascii(String host) {
        return host.getBytes(StandardCharsets.US_ASCII);
    }

    /** The address if the host is one, without asking anybody; null if it is a name. */
    static @Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The proxy does not speak what it was said to speak. */
    static TunnelException strange(String protocol) {
        return new TunnelException(Fault.PROXY, "did not answer in proper " + protocol, null);
    }
}
