package tori.network;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * Says which addresses monitors may ask that were added while tori runs: those of the internet, and
 * those that the operator allows. Any thread; what is allowed may change at any time.
 */
public final class AddressFence {

    private static final String LOCALHOST = "localhost";

    private volatile List<AddressRange> allowed;

    /**
     * @param allowed beside the internet
     */
    public AddressFence(List<AddressRange> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Allows these from the next connection on, and nothing else beside the internet. */
    public void allow(List<AddressRange> others) {
        allowed = List.copyOf(others);
    }

    /** What kind of address it is that may not be asked, in words; null for one that may be. */
    public @Nullable String refusal(InetAddress address) {
        InetAddress reached = AddressRanges.reached(address);
        String kind = AddressRanges.kind(reached);
        if (kind == null) {
            return null;
        }
        for (AddressRange range : allowed) {
            if (range.contains(address) || range.contains(reached)) {
                return null;
            }
        }
        return kind;
    }

    /**
     * The same of a host as it is written in an address, as far as that says where it leads: what
     * is a name is judged when it has been looked up. Takes literal addresses in any form that some
     * program takes them in, so that nobody has to wonder which one does.
     */
    public @Nullable String refusal(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("\\.+$", "");
        if (name.equals(LOCALHOST) || name.endsWith("." + LOCALHOST)) {
            InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
            return refusal(loopback) == null ? null : "this machine";
        }
        InetAddress literal = HostLiteral.address(name);
        return literal == null ? null : refusal(literal);
    }

    /**
     * Lets only those addresses pass that may be asked.
     *
     * @throws FencedAddressException if it may not be
     */
    public void require(InetAddress address) throws FencedAddressException {
        String kind = refusal(address);
        if (kind != null) {
            throw new FencedAddressException(kind);
        }
    }
}
