package tori.dispatch;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What the limits of a destination granted one request: a permit of every window, held until
 * exactly one of {@link #complete} and {@link #giveBack}. Thread-confined to the dispatcher.
 */
final class Grant {

    private final @Nullable SlidingWindow userWindow;
    private final List<SlidingWindow> windows;
    private final long grantedNanos;

    private Grant(
            @Nullable SlidingWindow userWindow, List<SlidingWindow> windows, long grantedNanos) {
        this.userWindow = userWindow;
        this.windows = windows;
        this.grantedNanos = grantedNanos;
    }

    /**
     * Acquires a permit of every window.
     *
     * @param windows does not change any more
     * @throws IllegalStateException if one of them has none
     */
    static Grant acquire(
            @Nullable SlidingWindow userWindow, List<SlidingWindow> windows, long nowNanos) {
        if (userWindow != null) {
            acquire(userWindow, nowNanos);
        }
        for (int i = 0; i < windows.size(); i++) {
            acquire(windows.get(i), nowNanos);
        }
        return new Grant(userWindow, windows, nowNanos);
    }

    private static void acquire(SlidingWindow window, long nowNanos) {
        if (!window.tryAcquirePermit(nowNanos)) {
            throw new IllegalStateException("permits were counted, but not granted");
        }
    }

    /** The request is over, successful or not. */
    void complete(long completedNanos) {
        if (userWindow != null) {
            userWindow.complete(completedNanos);
        }
        for (int i = 0; i < windows.size(); i++) {
            windows.get(i).complete(completedNanos);
        }
    }

    /** There was no request. */
    void giveBack() {
        if (userWindow != null) {
            userWindow.giveBack(grantedNanos);
        }
        for (int i = 0; i < windows.size(); i++) {
            windows.get(i).giveBack(grantedNanos);
        }
    }
}
