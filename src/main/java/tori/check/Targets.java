package tori.check;

import org.jspecify.annotations.Nullable;

import tori.config.IpVersion;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/** Which addresses a host has, and of what kind they are; stateless, any thread. */
final class Targets {

    private Targets() {}

    /**
     * The addresses of a host that may be used.
     *
     * @throws NoSuchAddressException if it has addresses, but none of that version
     */
    static List<InetAddress> resolve(String host, IpVersion ip, Names names, long maxWaitNanos)
            throws UnknownHostException, InterruptedException {
        InetAddress literal = literal(host);
        List<InetAddress> all =
                literal == null ? names.addresses(host, maxWaitNanos) : List.of(literal);
        List<InetAddress> allowed = all.stream().filter(each -> isOf(ip, each)).toList();
        if (allowed.isEmpty()) {
            throw new NoSuchAddressException(
                    host
                            + (ip == IpVersion.IPV4
                                    ? " has no IPv4 address, only IPv6"
                                    : " has no IPv6 address, only IPv4"));
        }
        return allowed;
    }

    private static boolean isOf(IpVersion ip, InetAddress address) {
        return switch (ip) {
            case ANY -> true;
            case IPV4 -> address instanceof Inet4Address;
            case IPV6 -> address instanceof Inet6Address;
        };
    }

    /** The address that a host is; null if it is a name. */
    static @Nullable InetAddress literal(String host) {
        boolean maybe =
                host.indexOf(':') >= 0
                        || (!host.isEmpty() && Character.isDigit(host.charAt(host.length() - 1)));
        if (!maybe) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether a host is this machine by what it is called. */
    static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        InetAddress literal = literal(name);
        return literal == null
                ? name.equals("localhost") || name.endsWith(".localhost")
                : literal.isLoopbackAddress();
    }

    /** Whether talking to an address proves that the network outside works. */
    static boolean isPublic(InetAddress address) {
        boolean uniqueLocal =
                address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
        return !address.isLoopbackAddress()
                && !address.isSiteLocalAddress()
                && !address.isLinkLocalAddress()
                && !address.isAnyLocalAddress()
                && !uniqueLocal;
    }

    /** A host has addresses, but none that may be used; its message says so. */
    static final class NoSuchAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        NoSuchAddressException(String words) {
            super(words);
        }
    }
}
