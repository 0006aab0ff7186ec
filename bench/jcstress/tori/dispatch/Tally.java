package tori.dispatch;

import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.telemetry.SilentMeters;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** What became of a handful of events, numbered from 0. Thread-safe. */
final class Tally extends SilentMeters {

    private static final int EVENTS = 4;
    private static final Event[] NUMBERED = new Event[EVENTS];

    static {
        for (int i = 0; i < EVENTS; i++) {
            NUMBERED[i] =
                    new Event(
                            new UUID(0, i),
                            new MonitorId("site", "monitor"),
                            EventType.PRICE_CHANGED,
                            Integer.toString(i),
                            Instant.EPOCH,
                            i,
                            new Notice(""));
        }
    }

    private final AtomicIntegerArray handedOver = new AtomicIntegerArray(EVENTS);
    private final AtomicInteger evicted = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();

    static Event event(int number) {
        return NUMBERED[number];
    }

    /** The consumer of a drain. */
    void take(Event event) {
        handedOver.incrementAndGet((int) event.seenNanos());
    }

    int handedOver(int number) {
        return handedOver.get(number);
    }

    /** Every event that was handed over or counted, twice if it was twice. */
    int accountedFor() {
        int sum = evicted.get() + abandoned.get();
        for (int i = 0; i < EVENTS; i++) {
            sum += handedOver.get(i);
        }
        return sum;
    }

    boolean anyTwice() {
        for (int i = 0; i < EVENTS; i++) {
            if (handedOver.get(i) > 1) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void evicted(String destination) {
        evicted.incrementAndGet();
    }

    @Override
    public void delivered(String destination, String result, int events) {
        abandoned.addAndGet(events);
    }
}
