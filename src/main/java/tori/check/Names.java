package tori.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Knows the addresses of names. Thread-safe. */
@FunctionalInterface
public interface Names {

    /**
     * All addresses, at least one.
     *
     * @param maxWaitNanos the longest to wait
     * @throws UnknownHostException if there are none, or nobody says in time
     */
    List<InetAddress> addresses(String host, long maxWaitNanos)
            throws UnknownHostException, InterruptedException;
}
