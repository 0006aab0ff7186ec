package tori.dispatch;

import tori.model.SharedLimit;

import java.util.HashMap;
import java.util.Map;

/**
 * One window per shared limit, whoever names it. Thread-confined to the dispatcher.
 *
 * <p>A window outlives the last sender that named it until it holds nothing any more: a destination
 * that is removed and added again must not be given its permits twice.
 */
final class SharedWindows {

    private static final class Shared {
        final SlidingWindow window;
        int users;

        Shared(SlidingWindow window) {
            this.window = window;
        }
    }

    private final Map<SharedLimit, Shared> byLimit = new HashMap<>();
    private final Windows windows;

    SharedWindows(Windows windows) {
        this.windows = windows;
    }

    /** The window of this limit; {@link #release} must follow. */
    SlidingWindow acquire(SharedLimit limit, long nowNanos) {
        byLimit.values().removeIf(each -> each.users == 0 && each.window.isIdle(nowNanos));
        Shared shared =
                byLimit.computeIfAbsent(
                        limit, key -> new Shared(windows.open(key.scope(), key.rate())));
        shared.users++;
        return shared.window;
    }

    /** One sender fewer names this limit. */
    void release(SharedLimit limit) {
        Shared shared = byLimit.get(limit);
        if (shared == null || shared.users == 0) {
            throw new IllegalStateException("released more often than acquired: " + limit);
        }
        shared.users--;
    }

    int size() {
        return byLimit.size();
    }
}
