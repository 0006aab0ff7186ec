package tori.http;

import okhttp3.Dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Gives each name an address that only stands for it, because OkHttp wants one and nobody here is
 * to look names up that a proxy looks up. Each has its own: OkHttp takes names of one address for
 * one server. Never connected to; the name goes along with it. Stateless, any thread.
 */
final class StandInNames implements Dns {

    /** Of fd00::/8, which means nothing outside of a local network. */
    private static final byte LOCAL_PREFIX = (byte) 0xfd;

    private static final int IPV6_BYTES = 16;

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        byte[] hash = sha256(host);
        byte[] address = new byte[IPV6_BYTES];
        System.arraycopy(hash, 0, address, 0, IPV6_BYTES);
        address[0] = LOCAL_PREFIX;
        return List.of(InetAddress.getByAddress(host, address));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
