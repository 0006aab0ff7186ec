package tori.http;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is remembered of a name; immutable. One address of four bytes, as most names have behind a
 * network of deliverers, is kept as these bytes: there may be a million names, and an object for
 * each address and its list takes eighty bytes more.
 */
sealed interface KnownName {

    long FRESH_NANOS = TimeUnit.SECONDS.toNanos(60);
    long NEGATIVE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * A name with one address of four bytes.
     *
     * @param address its bytes, the first of them the highest
     * @param isReached whether it was connected to
     */
    record One(String host, int address, boolean isReached, long sinceNanos) implements KnownName {

        @Override
        public List<InetAddress> addresses() {
            return List.of(inetAddress());
        }

        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public @Nullable InetAddress reached() {
            return isReached ? inetAddress() : null;
        }

        @Override
        public String place() {
            return (address >>> 24)
                    + "."
                    + ((address >>> 16) & 0xff)
                    + "."
                    + ((address >>> 8) & 0xff)
                    + "."
                    + (address & 0xff);
        }

        private InetAddress inetAddress() {
            byte[] bytes = {
                (byte) (address >>> 24),
                (byte) (address >>> 16),
                (byte) (address >>> 8),
                (byte) address
            };
            try {
                return InetAddress.getByAddress(host, bytes);
            } catch (UnknownHostException e) {
                throw new IllegalStateException("four bytes are an address", e);
            }
        }
    }

    /**
     * Any other name.
     *
     * @param addresses empty if the look-up failed
     * @param reached the one that was connected to last; null if none was
     */
    record Several(
            String host,
            List<InetAddress> addresses,
            long sinceNanos,
            @Nullable InetAddress reached)
            implements KnownName {

        @Override
        public boolean isEmpty() {
            return addresses.isEmpty();
        }

        @Override
        public String place() {
            InetAddress last = reached;
            return (last != null && addresses.contains(last) ? last : addresses.getFirst())
                    .getHostAddress();
        }
    }

    /** The name, in the smallest form that holds all of this. */
    static KnownName of(
            String host,
            List<InetAddress> addresses,
            long sinceNanos,
            @Nullable InetAddress reached) {
        if (addresses.size() == 1
                && addresses.getFirst() instanceof Inet4Address only
                && (reached == null || reached.equals(only))) {
            return new One(host, bytes(only), reached != null, sinceNanos);
        }
        return new Several(host, addresses, sinceNanos, reached);
    }

    private static int bytes(Inet4Address address) {
        int number = 0;
        for (byte one : address.getAddress()) {
            number = (number << 8) | (one & 0xff);
        }
        return number;
    }

    String host();

    /** All of its addresses; none if the look-up failed. */
    List<InetAddress> addresses();

    /** Whether the look-up failed. */
    boolean isEmpty();

    /** When it was looked up. */
    long sinceNanos();

    /** The address that was connected to last; null if none was. */
    @Nullable InetAddress reached();

    /** The address that a connection would be made to, as text; of one that is not empty. */
    String place();

    /** The same name, whose address let us in. */
    default KnownName reachedAt(InetAddress address) {
        return of(host(), addresses(), sinceNanos(), address);
    }

    default boolean fresh(long nowNanos) {
        return nowNanos - sinceNanos() < (isEmpty() ? NEGATIVE_NANOS : FRESH_NANOS);
    }

    default boolean usable(long nowNanos, long maxAgeNanos) {
        return !isEmpty() && nowNanos - sinceNanos() < maxAgeNanos;
    }
}
