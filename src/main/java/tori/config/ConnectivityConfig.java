package tori.config;

import java.time.Duration;
import java.util.List;

/**
 * How tori finds out whether its own network works.
 *
 * @param check whom to connect to, one after the other; empty to connect to nobody
 * @param interval how long such an answer is good for
 * @param timeout the longest to wait for each of them
 */
public record ConnectivityConfig(List<HostPort> check, Duration interval, Duration timeout) {

    public ConnectivityConfig {
        check = List.copyOf(check);
    }
}
