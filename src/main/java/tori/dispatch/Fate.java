package tori.dispatch;

import java.util.Locale;

/** What can become of an event on its way to one destination. */
public enum Fate {
    /** A monitor raised it; at no destination yet. */
    RAISED,
    /** It was given to the destination's freshest lane. */
    QUEUED,
    /** It was written down for the destination, to arrive for certain. */
    OWED,
    /** The destination's {@code events} or {@code match} leave it out. */
    NOT_WANTED,
    /** The destination takes nothing now; another one was given it. */
    STOOD_IN,
    /** It is the hour in which the destination wants to be left alone: told in a digest later. */
    HELD_BACK,
    /** The same, and not told afterwards either. */
    MUTED,
    /** It was told in the digest after the quiet hours. */
    DIGESTED,
    /** It left in a request. */
    SENDING,
    /** The request arrived. */
    DELIVERED,
    /** The request arrived, perhaps twice. */
    REPEATED,
    /** The destination asked to wait; the event waits again. */
    THROTTLED,
    /** The attempt failed; the event waits again, or is given up. */
    FAILED,
    /** The destination refused a request with several events; they are tried in smaller ones. */
    SPLIT,
    /** The destination refused the event for good. */
    REFUSED,
    /** The destination does not exist any more. */
    GONE,
    /** It made room for a newer one. */
    EVICTED,
    /** It was older than {@code max_age}. */
    EXPIRED,
    /** Its opposite overtook it. */
    CANCELLED,
    /** It was given up: after too many attempts, or because the lane was closed. */
    ABANDONED;

    /** The name in JSON, such as {@code held_back}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
