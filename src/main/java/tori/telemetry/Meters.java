package tori.telemetry;

import tori.model.EventType;
import tori.model.MonitorId;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What the engines count and time. Thread-safe; no call blocks, and none that is made per event or
 * poll allocates once its labels have been seen.
 */
public interface Meters {

    /**
     * A poll (all its pages) ended; {@code result} is {@code ok}, {@code unchanged}, {@code
     * doubted} or a failure's cause in lower case.
     */
    void polled(MonitorId monitor, String result, long durationNanos);

    /** A poll started this much later than it was due. */
    void lagged(MonitorId monitor, long lagNanos);

    /** Whether the monitor's last poll had a usable answer. */
    void up(MonitorId monitor, boolean up);

    /**
     * A page was read: {@code not_modified} as the site said so, {@code equal_bytes} as before,
     * {@code unchanged} in all that counts, or {@code compared} because a product was not.
     */
    void page(String shortcut);

    /** The monitor is watched no more: its series end. */
    void forget(MonitorId monitor);

    /** A monitor raised an event. */
    void raised(EventType type);

    /** An event was dropped because the destination's queue was full. */
    void evicted(String destination);

    /** An event was dropped because it was older than the destination's {@code max_age}. */
    void expired(String destination);

    /** An event was dropped because its opposite overtook it. */
    void cancelled(String destination);

    /**
     * Events left for good, or one attempt ended. {@code result} is {@code delivered}, {@code
     * repeated} (delivered, perhaps twice), {@code throttled}, {@code refused}, {@code gone},
     * {@code failed} or {@code ambiguous} on both lanes; {@code abandoned}, {@code failed_over}
     * (given to another destination) or {@code muted} (not told because of the hour) on the
     * freshest lane, {@code outage}, {@code split}, {@code unknown} and {@code dead} on the
     * guaranteed one, where {@code dead} counts beside the attempt that led to it.
     */
    void delivered(String destination, String result, int events);

    /**
     * A message sent earlier was to be brought up to date: {@code edited}, {@code throttled},
     * {@code refused} (somebody has deleted it), {@code failed}, or {@code interrupted} because
     * something new had to be sent.
     */
    void edited(String destination, String result);

    /** The first request byte of an event followed its detection after this long. */
    void detectToSend(String destination, long nanos);

    /**
     * Where to read how many events wait for a destination. Replaces an earlier one of that name.
     */
    void queueDepth(String destination, IntSupplier depth);

    /**
     * Where to read how many deliveries of the guaranteed lane are in this state; must not block.
     * Replaces an earlier one of that name.
     */
    void outbox(String state, LongSupplier count);

    /**
     * Events that a destination was not told at the time were told in one message: {@code what} is
     * {@code dropped} or {@code quiet}.
     */
    void digested(String destination, String what, long events);

    /**
     * Where to read how many events are held back because of the hour. Replaces an earlier one of
     * that name.
     */
    void held(String destination, IntSupplier count);

    /** The destination is no more: its series end. */
    void forgetDestination(String destination);

    /** Events or state changes the store could not write. */
    void storeLost(int rows);

    /** Checks that are in no history, because there was no room for them or they were damaged. */
    default void samplesLost(int samples) {}

    /**
     * A poll of a monitor that records was {@code written}, {@code dropped} for want of room or of
     * the polls before it, or {@code failed}, as the disk did not take it.
     */
    default void recorded(String result) {}

    /** A loop caught an exception and went on. */
    void loopFailed(String loop);

    /** Whether the last attempt to (re)load the configuration took effect. */
    void reloaded(boolean successful);
}
