package tori.dispatch;

import org.jspecify.annotations.Nullable;

import tori.model.Rate;

import java.util.ArrayList;
import java.util.List;

/**
 * How many requests may begin in one lane: the window of the user's own limit, which outlives every
 * sender, and those of the sender in use. Thread-confined to the dispatcher.
 */
final class LaneLimits {

    private final String destination;
    private final Windows windows;
    private @Nullable SlidingWindow userWindow;

    LaneLimits(String destination, Windows windows) {
        this.destination = destination;
        this.windows = windows;
    }

    /** Holds this limit from now on, and counts what it held before; null for none. */
    void userRate(@Nullable Rate rate) {
        if (rate == null) {
            userWindow = null;
        } else if (userWindow == null) {
            userWindow = windows.openForDestination(destination, rate);
        } else if (!userWindow.rate().equals(rate)) {
            userWindow.changeRate(rate);
        }
    }

    /** How many requests may begin now; {@link Integer#MAX_VALUE} if nothing limits them. */
    int permits(Outlet outlet, long nowNanos) {
        int permits = userWindow == null ? Integer.MAX_VALUE : userWindow.permits(nowNanos);
        List<SlidingWindow> ofSender = outlet.windows();
        for (int i = 0; i < ofSender.size(); i++) {
            permits = Math.min(permits, ofSender.get(i).permits(nowNanos));
        }
        return permits;
    }

    /** Acquires what one request needs, after {@link #permits} has said that there is some. */
    Grant acquire(Outlet outlet, long nowNanos) {
        return Grant.acquire(userWindow, outlet.windows(), nowNanos);
    }

    /**
     * How long until a request may begin: zero, nanoseconds, or {@link SlidingWindow#NEVER} unless
     * somebody reports.
     */
    long nanosUntilPermit(Outlet outlet, long nowNanos) {
        long wait = userWindow == null ? 0 : userWindow.nanosUntilPermit(nowNanos);
        List<SlidingWindow> ofSender = outlet.windows();
        for (int i = 0; i < ofSender.size(); i++) {
            wait = Math.max(wait, ofSender.get(i).nanosUntilPermit(nowNanos));
        }
        return wait;
    }

    /** How long until a request may begin and leave half of the permits of every window. */
    long nanosUntilSpare(Outlet outlet, long nowNanos) {
        long wait = userWindow == null ? 0 : userWindow.nanosUntilSpare(nowNanos);
        List<SlidingWindow> ofSender = outlet.windows();
        for (int i = 0; i < ofSender.size(); i++) {
            wait = Math.max(wait, ofSender.get(i).nanosUntilSpare(nowNanos));
        }
        return wait;
    }

    /** The limit that keeps a request back longest; null if none does. */
    @Nullable SlidingWindow narrowest(Outlet outlet, long nowNanos) {
        SlidingWindow narrowest = null;
        long longest = 0;
        if (userWindow != null && userWindow.nanosUntilPermit(nowNanos) > longest) {
            narrowest = userWindow;
            longest = userWindow.nanosUntilPermit(nowNanos);
        }
        List<SlidingWindow> ofSender = outlet.windows();
        for (int i = 0; i < ofSender.size(); i++) {
            long wait = ofSender.get(i).nanosUntilPermit(nowNanos);
            if (wait > longest) {
                narrowest = ofSender.get(i);
                longest = wait;
            }
        }
        return narrowest;
    }

    /** Whether it is the user's own limit, rather than one the destination has. */
    boolean isUsers(SlidingWindow window) {
        return window.equals(userWindow);
    }

    /** All that hold now, the user's own first. */
    List<WindowGauge> gauges(Outlet outlet) {
        List<WindowGauge> gauges = new ArrayList<>();
        if (userWindow != null) {
            gauges.add(userWindow.gauge());
        }
        outlet.windows().forEach(window -> gauges.add(window.gauge()));
        return gauges;
    }

    /** Grants from now on whatever the limits allow. */
    void stopPacing(Outlet outlet) {
        if (userWindow != null) {
            userWindow.stopPacing();
        }
        outlet.windows().forEach(SlidingWindow::stopPacing);
    }
}
