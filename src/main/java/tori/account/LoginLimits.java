package tori.account;

import org.jspecify.annotations.Nullable;

import tori.time.NanoClock;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;

/** Says how often may be tried to log in and to register. Thread-safe. */
final class LoginLimits {

    /** A few megabytes at most. */
    private static final int MAX_KEYS = 10_000;

    /** Somebody has one network of IPv6 as they have one address of the older kind. */
    private static final int NETWORK_BYTES = 8;

    private final AttemptLimit addresses;
    private final AttemptLimit names;
    private final AttemptLimit registrations;

    LoginLimits(NanoClock clock) {
        this.addresses = new AttemptLimit(20, Duration.ofSeconds(3), MAX_KEYS, clock);
        this.names = new AttemptLimit(10, Duration.ofSeconds(30), MAX_KEYS, clock);
        this.registrations = new AttemptLimit(5, Duration.ofMinutes(1), MAX_KEYS, clock);
    }

    /** Takes an attempt to log in. Returns zero, or how long there will be none. */
    Duration login(String name, @Nullable InetAddress address) {
        Duration wait = addresses.take(key(address));
        return wait.isZero() ? names.take(key(name)) : wait;
    }

    /** An attempt was a good one, and is not counted. */
    void loggedIn(String name, @Nullable InetAddress address) {
        addresses.giveBack(key(address));
        names.giveBack(key(name));
    }

    /** Takes an attempt to register. Returns zero, or how long there will be none. */
    Duration register(@Nullable InetAddress address) {
        return registrations.take(key(address));
    }

    /** Of whatever length somebody sends. */
    private static String key(String name) {
        String folded = AccountName.folded(name);
        return folded.length() <= AccountName.MAX_LENGTH
                ? folded
                : folded.substring(0, AccountName.MAX_LENGTH);
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
