package tori.network;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * What kinds of addresses there are that belong to nobody on the internet, by the registries of
 * IANA for special purposes; stateless, any thread.
 */
final class AddressRanges {

    /** Addresses of one kind. */
    private record Kind(AddressRange range, String words) {
        static Kind of(String range, String words) {
            return new Kind(AddressRange.of(range), words);
        }
    }

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private static final String METADATA = "an address of the machine's cloud provider";

    /** The narrower before the wider, for their better words. */
    private static final List<Kind> KINDS =
            List.of(
                    Kind.of("169.254.169.254/32", METADATA),
                    Kind.of("168.63.129.16/32", METADATA),
                    Kind.of("100.100.100.200/32", METADATA),
                    Kind.of("0.0.0.0/8", "an unspecified address"),
                    Kind.of("10.0.0.0/8", "a private address"),
                    Kind.of("100.64.0.0/10", "an address shared by a provider's customers"),
                    Kind.of("127.0.0.0/8", "a loopback address"),
                    Kind.of("169.254.0.0/16", "a link-local address"),
                    Kind.of("172.16.0.0/12", "a private address"),
                    Kind.of("192.0.0.0/24", "a reserved address"),
                    Kind.of("192.0.2.0/24", "a reserved address"),
                    Kind.of("192.31.196.0/24", "a reserved address"),
                    Kind.of("192.52.193.0/24", "a reserved address"),
                    Kind.of("192.88.99.0/24", "a reserved address"),
                    Kind.of("192.168.0.0/16", "a private address"),
                    Kind.of("192.175.48.0/24", "a reserved address"),
                    Kind.of("198.18.0.0/15", "a reserved address"),
                    Kind.of("198.51.100.0/24", "a reserved address"),
                    Kind.of("203.0.113.0/24", "a reserved address"),
                    Kind.of("224.0.0.0/4", "a multicast address"),
                    Kind.of("240.0.0.0/4", "a reserved address"),
                    Kind.of("::/128", "an unspecified address"),
                    Kind.of("::1/128", "a loopback address"),
                    Kind.of("fd00:ec2::254/128", METADATA),
                    Kind.of("fc00::/7", "a private address"),
                    Kind.of("fe80::/10", "a link-local address"),
                    Kind.of("fec0::/10", "a private address"),
                    Kind.of("ff00::/8", "a multicast address"),
                    Kind.of("2001::/23", "a reserved address"),
                    Kind.of("2001:db8::/32", "a reserved address"),
                    Kind.of("2002::/16", "an address that leads to one of IPv4"),
                    Kind.of("2620:4f:8000::/48", "a reserved address"),
                    Kind.of("3fff::/20", "a reserved address"));

    /** All that is given out to the internet so far. */
    private static final AddressRange GLOBAL_IPV6 = AddressRange.of("2000::/3");

    /** Where a network translates addresses, as many do that have no IPv4 of their own. */
    private static final AddressRange TRANSLATED = AddressRange.of("64:ff9b::/96");

    private AddressRanges() {}

    /** The address that is reached by this one: that of IPv4 which one of IPv6 holds, or itself. */
    static InetAddress reached(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != IPV6_BYTES || !(isMapped(bytes) || TRANSLATED.contains(address))) {
            return address;
        }
        try {
            return InetAddress.getByAddress(
                    Arrays.copyOfRange(bytes, IPV6_BYTES - IPV4_BYTES, IPV6_BYTES));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** {@code ::ffff:0:0/96}, which Java takes for IPv4 wherever it parses one. */
    private static boolean isMapped(byte[] bytes) {
        int zeros = 10;
        for (int i = 0; i < zeros; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[zeros] == (byte) 0xff && bytes[zeros + 1] == (byte) 0xff;
    }

    /** What kind of address it is, in words; null for one of the internet. */
    static @Nullable String kind(InetAddress address) {
        for (Kind kind : KINDS) {
            if (kind.range().contains(address)) {
                return kind.words();
            }
        }
        boolean given = address.getAddress().length == IPV4_BYTES || GLOBAL_IPV6.contains(address);
        return given ? null : "a reserved address";
    }
}
