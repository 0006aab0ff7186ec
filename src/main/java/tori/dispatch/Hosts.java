package tori.dispatch;

import java.util.HashMap;
import java.util.Map;

/**
 * How many requests are under way to each host, over all lanes. Thread-confined to the dispatcher.
 *
 * <p>A lane whose host has no place waits for one of that host's answers, and nobody else does.
 */
final class Hosts {

    /**
     * What tori promises whoever runs a receiver: never more requests at once than this, however
     * many destinations are configured there.
     */
    static final int MAX_UNDER_WAY = 50;

    private final Map<String, Integer> underWay = new HashMap<>();

    /** Whether one more request may begin; always, if there is no host. */
    boolean hasPlace(String host) {
        return underWay(host) < MAX_UNDER_WAY;
    }

    /** How many requests are under way. */
    int underWay(String host) {
        return host.isEmpty() ? 0 : underWay.getOrDefault(host, 0);
    }

    /** A request begins; {@link #leave} must follow. */
    void enter(String host) {
        if (!host.isEmpty()) {
            underWay.merge(host, 1, Integer::sum);
        }
    }

    /** A request is over. A host with none is forgotten. */
    void leave(String host) {
        if (host.isEmpty()) {
            return;
        }
        int before = underWay(host);
        if (before == 0) {
            throw new IllegalStateException("ended more than was begun: " + host);
        }
        if (before == 1) {
            underWay.remove(host);
        } else {
            underWay.put(host, before - 1);
        }
    }
}
