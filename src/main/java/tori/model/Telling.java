package tori.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Who was told of an incident. Times in milliseconds, so that what is remembered equals what was
 * known.
 *
 * @param told whether its event was raised, for those who are to know it
 * @param heldBy what keeps it from being told, or from being heard, in words; null if nothing does
 * @param reminders how often it was told again
 * @param remindAt when it is told again at the earliest; null for never
 * @param acknowledgedAt when somebody said that they know; null if nobody has
 */
public record Telling(
        boolean told,
        @Nullable String heldBy,
        int reminders,
        @Nullable Instant remindAt,
        @Nullable Instant acknowledgedAt) {

    /** Nobody knows yet. */
    public static final Telling NOBODY = new Telling(false, null, 0, null, null);

    public Telling {
        remindAt = remindAt == null ? null : remindAt.truncatedTo(ChronoUnit.MILLIS);
        acknowledgedAt =
                acknowledgedAt == null ? null : acknowledgedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether anybody was told. */
    public boolean isHeard() {
        return told && heldBy == null;
    }

    /** The same, kept from being told. */
    public Telling held(String by) {
        return new Telling(told, by, reminders, remindAt, acknowledgedAt);
    }

    /** The same, told. */
    public Telling told(@Nullable Instant nextReminder) {
        return new Telling(true, null, reminders, nextReminder, acknowledgedAt);
    }

    /** The same, told once more. */
    public Telling reminded(Instant nextReminder) {
        return new Telling(told, null, reminders + 1, nextReminder, acknowledgedAt);
    }

    /** The same, with another time for the next reminder. */
    public Telling remindedNext(@Nullable Instant nextReminder) {
        return new Telling(told, heldBy, reminders, nextReminder, acknowledgedAt);
    }

    /** The same, known to somebody: nobody is reminded any more. */
    public Telling acknowledged(Instant at) {
        return new Telling(told, heldBy, reminders, null, at);
    }
}
