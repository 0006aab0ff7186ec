package tori.delivery;

import java.util.Locale;

/** How an attempt ended, for people and metrics. */
public enum Outcome {
    /** The destination has it. */
    DELIVERED,
    /** The destination has it, perhaps twice. */
    REPEATED,
    /** Too many at once; spends no attempt. */
    THROTTLED,
    /** Nothing could be delivered there at all; spends no attempt. */
    OUTAGE,
    /** Refused with others in one message; spends no attempt. */
    SPLIT,
    /** Refused for good. */
    REFUSED,
    /** The destination is gone. */
    GONE,
    /** Failed, and surely not taken. */
    FAILED,
    /** Failed, and perhaps taken. */
    AMBIGUOUS,
    /** tori ended while it was handed out: perhaps taken; spends no attempt. */
    UNKNOWN;

    /** As written in metrics and the API. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
