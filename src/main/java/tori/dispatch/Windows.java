package tori.dispatch;

import tori.model.Rate;

import java.time.Duration;

/**
 * Opens windows that hold what was sent before they were opened, by this run or an earlier one.
 * Thread-confined to the dispatcher.
 *
 * <p>Windows shorter than {@link #MIN_REMEMBERED} begin empty: they have passed before a restart is
 * over, and writing down every request would gain nothing.
 */
final class Windows {

    /** What a stop and a start take at least, nearly. */
    static final Duration MIN_REMEMBERED = Duration.ofSeconds(5);

    private final SendLog log;

    Windows(SendLog log) {
        this.log = log;
    }

    /** A window of the user's own limit for a destination. */
    SlidingWindow openForDestination(String destination, Rate rate) {
        return open("destination " + destination, rate);
    }

    /** A window of what is counted by this scope. */
    SlidingWindow open(String scope, Rate rate) {
        WindowGauge gauge = new WindowGauge(rate);
        SlidingWindow window =
                new SlidingWindow(
                        rate,
                        (current, completedNanos) -> {
                            gauge.completed(current, completedNanos);
                            record(scope, current, completedNanos);
                        },
                        gauge);
        if (isRemembered(rate)) {
            long[] earlier = log.completions(scope);
            window.restore(earlier);
            for (long completedNanos : earlier) {
                gauge.completed(rate, completedNanos);
            }
        }
        return window;
    }

    private void record(String scope, Rate rate, long completedNanos) {
        if (isRemembered(rate)) {
            log.record(scope, rate, completedNanos);
        }
    }

    private static boolean isRemembered(Rate rate) {
        return rate.per().compareTo(MIN_REMEMBERED) >= 0;
    }
}
