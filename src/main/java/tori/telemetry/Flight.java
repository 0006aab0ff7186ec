package tori.telemetry;

import jdk.jfr.FlightRecorder;

import org.jspecify.annotations.Nullable;

/**
 * Makes the events of the flight recorder, once somebody may be recording. Stateless, any thread.
 *
 * <p>Until the recorder was asked for in this process no event can be wanted, and making the first
 * one would load and set up the recorder: some 50 ms of processor time, which the first page and
 * the first alert of a start would wait for. That is why nothing but this class can make one, and
 * why it names no class that they share: verifying that would load them.
 */
public final class Flight {

    private Flight() {}

    /** One that has begun; null if nobody can be recording. */
    public static @Nullable JfrPoll poll() {
        if (!mayBeRecorded()) {
            return null;
        }
        JfrPoll poll = new JfrPoll();
        poll.begin();
        return poll;
    }

    /** One that has begun; null if nobody can be recording. */
    public static @Nullable JfrCompare compare() {
        if (!mayBeRecorded()) {
            return null;
        }
        JfrCompare compare = new JfrCompare();
        compare.begin();
        return compare;
    }

    /** One that has begun; null if nobody can be recording. */
    public static @Nullable JfrSend send() {
        if (!mayBeRecorded()) {
            return null;
        }
        JfrSend send = new JfrSend();
        send.begin();
        return send;
    }

    /** One to be filled; null if nobody records such. */
    public static @Nullable JfrEnqueue enqueue() {
        if (!mayBeRecorded()) {
            return null;
        }
        JfrEnqueue enqueue = new JfrEnqueue();
        return enqueue.isEnabled() ? enqueue : null;
    }

    /** One to be filled; null if nobody records such. */
    public static @Nullable JfrDispatch dispatch() {
        if (!mayBeRecorded()) {
            return null;
        }
        JfrDispatch dispatch = new JfrDispatch();
        return dispatch.isEnabled() ? dispatch : null;
    }

    /** One to be filled; null if nobody records such. */
    public static @Nullable JfrFirstByte firstByte() {
        if (!mayBeRecorded()) {
            return null;
        }
        JfrFirstByte firstByte = new JfrFirstByte();
        return firstByte.isEnabled() ? firstByte : null;
    }

    private static boolean mayBeRecorded() {
        return FlightRecorder.isInitialized();
    }
}
