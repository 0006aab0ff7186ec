package tori.network;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Reads hosts that are addresses, in all forms that browsers and C libraries take: IPv6 with and
 * without brackets, and IPv4 of one to four parts, each decimal, octal or hexadecimal. Stateless,
 * any thread.
 */
final class HostLiteral {

    private static final int MAX_PARTS = 4;
    private static final long MAX_IPV4 = 0xffff_ffffL;
    private static final int MAX_DIGITS = 20;
    private static final int OCTAL = 8;
    private static final int DECIMAL = 10;
    private static final int HEXADECIMAL = 16;

    private HostLiteral() {}

    /**
     * The address.
     *
     * @param host in small letters, without a dot at its end
     * @return null if it is a name
     */
    static @Nullable InetAddress address(String host) {
        if (host.indexOf(':') >= 0) {
            return ipv6(host.replaceAll("[\\[\\]]", "").replaceAll("%.*$", ""));
        }
        String[] parts = host.split("\\.", -1);
        if (parts.length > MAX_PARTS) {
            return null;
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long value = number(parts[i]);
            boolean last = i == parts.length - 1;
            long most = last ? MAX_IPV4 >> (Byte.SIZE * i) : 0xff;
            if (value < 0 || value > most) {
                return null;
            }
            address += last ? value : value << (Byte.SIZE * (MAX_PARTS - 1 - i));
        }
        return ipv4(address);
    }

    /** The value; -1 if it is no number. */
    private static long number(String text) {
        int radix = DECIMAL;
        String digits = text;
        if (text.startsWith("0x")) {
            radix = HEXADECIMAL;
            digits = text.substring(2);
        } else if (text.length() > 1 && text.startsWith("0")) {
            radix = OCTAL;
            digits = text.substring(1);
        }
        if (digits.isEmpty()) {
            // Some take a bare 0x for zero.
            return radix == HEXADECIMAL ? 0 : -1;
        }
        boolean numeric = digits.chars().allMatch(each -> each < 0x80);
        if (!numeric || digits.length() > MAX_DIGITS || "+-".indexOf(digits.charAt(0)) >= 0) {
            return -1;
        }
        try {
            return Long.parseLong(digits, radix);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static @Nullable InetAddress ipv6(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static InetAddress ipv4(long address) {
        byte[] bytes = new byte[MAX_PARTS];
        for (int i = 0; i < MAX_PARTS; i++) {
            bytes[i] = (byte) (address >> (Byte.SIZE * (MAX_PARTS - 1 - i)));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
