package tori.dispatch;

import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.telemetry.Meters;
import tori.time.QuietHours;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What a destination is not told because it wants to be left alone at this time of day, and what is
 * to be said about it afterwards. Thread-confined to the dispatcher, {@link #size} apart.
 *
 * <p>Opposites cancel each other here as in the lane, so that what is left says how things stand.
 */
final class HeldBack {

    /** More than anybody reads in the morning; older ones are counted only. */
    static final int MAX_HELD = 256;

    /** The wall clock may be set; nobody minds a minute. */
    private static final long LOOK_NANOS = Duration.ofMinutes(1).toNanos();

    private final String destination;
    private final InstantSource wall;
    private final Meters meters;
    private final FateLog fates;
    private final PendingEvents held;
    private @Nullable QuietHours hours;
    private boolean digest;
    private QuietHours.@Nullable Phase phase;
    private Instant from = Instant.EPOCH;
    private long lookAtNanos;
    private int more;

    /** For the gauge. */
    private volatile int size;

    HeldBack(String destination, InstantSource wall, Meters meters, FateLog fates) {
        this.destination = destination;
        this.wall = wall;
        this.meters = meters;
        this.fates = fates;
        this.held = new PendingEvents(MAX_HELD, new Counted());
    }

    private final class Counted implements Losses {

        @Override
        public void evicted(Event event) {
            more++;
        }

        @Override
        public void expired(Event event) {
            throw new IllegalStateException("nothing is too old here");
        }

        @Override
        public void cancelled(Event event, Event by) {
            meters.cancelled(destination);
            fates.cancelled(event, destination, by);
        }
    }

    /**
     * Other hours from now on; what is held is told when they are not quiet.
     *
     * @param quietHours null for none
     * @param tellAfterwards whether what happened meanwhile is told in one message
     */
    void configure(@Nullable QuietHours quietHours, boolean tellAfterwards) {
        hours = quietHours;
        digest = tellAfterwards;
        phase = null;
    }

    /** Whether the destination wants to be left alone now. */
    boolean isQuiet(long nowNanos) {
        if (hours == null) {
            return false;
        }
        if (phase == null || nowNanos - lookAtNanos >= 0) {
            Instant now = wall.instant();
            if (phase == null || !phase.covers(now)) {
                phase = hours.at(now);
            }
            long left = Nanos.of(Duration.between(now, phase.until()));
            lookAtNanos = nowNanos + Math.min(left, LOOK_NANOS);
        }
        return phase.quiet();
    }

    /** How long until quiet may be over for what is held; never, if nothing is. */
    long nanosUntilOver(long nowNanos) {
        if (isEmpty()) {
            return SlidingWindow.NEVER;
        }
        return hours == null ? 0 : Math.max(0, lookAtNanos - nowNanos);
    }

    /** Takes everything that waits. */
    void takeFrom(PendingEvents pending) {
        if (isEmpty() && phase != null) {
            from = phase.from();
        }
        Fate fate = digest ? Fate.HELD_BACK : Fate.MUTED;
        pending.forEach(event -> fates.note(event, destination, fate, 0, null));
        if (digest) {
            pending.moveTo(held);
        } else if (!pending.isEmpty()) {
            meters.delivered(destination, "muted", pending.size());
            pending.clear();
        }
        size = held.size() + more;
    }

    /** Whether nothing is held back. */
    boolean isEmpty() {
        return held.isEmpty() && more == 0;
    }

    /** How many are held back; any thread. */
    int size() {
        return size;
    }

    /** What is to be told, now that quiet is over; nothing is held back any more. */
    LaneSurroundings.Withheld release() {
        List<Event> newestFirst = new ArrayList<>();
        List<Attempt> popped = new ArrayList<>();
        while (!held.isEmpty()) {
            held.popNewest(MAX_HELD, popped);
            popped.forEach(each -> newestFirst.add(each.event()));
            popped.clear();
        }
        newestFirst.forEach(event -> fates.note(event, destination, Fate.DIGESTED, 0, null));
        newestFirst.sort((a, b) -> Long.signum(b.seenNanos() - a.seenNanos()));
        LaneSurroundings.Withheld withheld =
                new LaneSurroundings.Withheld(destination, newestFirst, more, from, wall.instant());
        more = 0;
        size = 0;
        return withheld;
    }

    /** Gives up what is held back. Returns how many those were. */
    int clear() {
        int given = held.size() + more;
        held.forEach(event -> fates.note(event, destination, Fate.ABANDONED, 0, null));
        held.clear();
        more = 0;
        size = 0;
        return given;
    }
}
