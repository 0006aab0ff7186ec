package tori.account;

import org.jspecify.annotations.Nullable;

import tori.time.NanoClock;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/** Says how often may be tried to log in and to register. Thread-safe. */
final class LoginLimits {

    /** A few megabytes at most. */
    private static final int MAX_KEYS = 10_000;

    /** Somebody has one network of IPv6 as they have one address of the older kind. */
    private static final int NETWORK_BYTES = 8;

    private final AttemptLimit addresses;
    private final AttemptLimit names;
    private final AttemptLimit pairs;
    private final AttemptLimit registrations;

    /**
     * Names that were let in from an address, least recently first. Whoever guesses at a name from
     * elsewhere does not keep them out.
     */
    private final Set<String> familiar = new LinkedHashSet<>();

    LoginLimits(NanoClock clock) {
        this.addresses = new AttemptLimit(20, Duration.ofSeconds(3), MAX_KEYS, clock);
        this.names = new AttemptLimit(10, Duration.ofSeconds(30), MAX_KEYS, clock);
        this.pairs = new AttemptLimit(10, Duration.ofSeconds(30), MAX_KEYS, clock);
        this.registrations = new AttemptLimit(5, Duration.ofMinutes(1), MAX_KEYS, clock);
    }

    /** Takes an attempt to log in. Returns zero, or how long there will be none. */
    Duration login(String name, @Nullable InetAddress address) {
        Duration wait = addresses.take(key(address));
        if (!wait.isZero()) {
            return wait;
        }
        String pair = pair(name, address);
        return isFamiliar(pair) ? pairs.take(pair) : names.take(key(name));
    }

    /** An attempt was a good one, and is not counted. */
    void loggedIn(String name, @Nullable InetAddress address) {
        addresses.giveBack(key(address));
        String pair = pair(name, address);
        if (isFamiliar(pair)) {
            pairs.giveBack(pair);
        } else {
            names.giveBack(key(name));
        }
        remember(pair);
    }

    private synchronized boolean isFamiliar(String pair) {
        return familiar.contains(pair);
    }

    private synchronized void remember(String pair) {
        familiar.remove(pair);
        familiar.add(pair);
        if (familiar.size() > MAX_KEYS) {
            familiar.remove(familiar.iterator().next());
        }
    }

    private static String pair(String name, @Nullable InetAddress address) {
        return key(address) + "/" + key(name);
    }

    /** Takes an attempt to register. Returns zero, or how long there will be none. */
    Duration register(@Nullable InetAddress address) {
        return registrations.take(key(address));
    }

    /** Of whatever length somebody sends. */
    private static String key(String name) {
        // Cut before it is folded: that costs more than its length if somebody means it to.
        String folded = AccountName.folded(cut(name, 2 * AccountName.MAX_LENGTH));
        return cut(folded, AccountName.MAX_LENGTH);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private static String key(@Nullable InetAddress address) {
        if (address == null) {
            return "";
        }
        return address instanceof Inet6Address six
                ? HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES)
                : address.getHostAddress();
    }
}
