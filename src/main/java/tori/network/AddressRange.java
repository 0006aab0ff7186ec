package tori.network;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/**
 * Addresses that begin with the same bits, as {@code 10.0.0.0/8} writes them. Immutable, any
 * thread.
 *
 * @param base an address of it
 * @param bits how many bits are the same: 0 to 32, or to 128 of IPv6
 */
public record AddressRange(InetAddress base, int bits) {

    public AddressRange {
        if (bits < 0 || bits > base.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("no such range: " + bits);
        }
    }

    /** The range that a text names; an address alone is a range of one. Null if it names none. */
    public static @Nullable AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        // No zones, and no short forms of IPv4.
        boolean possible =
                address.indexOf(':') >= 0 || address.chars().filter(c -> c == '.').count() == 3;
        if (!possible || address.indexOf('%') >= 0 || address.startsWith("[")) {
            return null;
        }
        try {
            InetAddress base = InetAddress.ofLiteral(address);
            int most = base.getAddress().length * Byte.SIZE;
            String count = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
            if (!count.matches("[0-9]{1,3}") || Integer.parseInt(count) > most) {
                return null;
            }
            return new AddressRange(base, Integer.parseInt(count));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** One that is written in the program. */
    static AddressRange of(String text) {
        AddressRange range = parse(text);
        if (range == null) {
            throw new IllegalArgumentException(text);
        }
        return range;
    }

    /** Whether an address lies in it; never one of another version. */
    public boolean contains(InetAddress address) {
        byte[] own = base.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (own[i] != other[i]) {
                return false;
            }
        }
        int rest = Byte.SIZE - bits % Byte.SIZE;
        return rest == Byte.SIZE || (own[whole] & 0xff) >> rest == (other[whole] & 0xff) >> rest;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return base.getHostAddress() + "/" + bits;
    }
}
