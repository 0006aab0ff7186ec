package tori.poll;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What follows from a poll of a monitor that looks whether something works.
 *
 * @param result as the poll is counted, such as {@code ok} or {@code timeout}; null to count it by
 *     its {@link PollResult}
 * @param trouble what does not work, in words; null if all does
 * @param up whether the monitor counts as up; null if nobody can say
 * @param next how long to wait for the next poll, whatever the cadence says; null for the cadence
 */
public record Outlook(
        @Nullable String result,
        @Nullable String trouble,
        @Nullable Boolean up,
        @Nullable Duration next) {

    /** Nothing but what the result says. */
    public static final Outlook REGULAR = new Outlook(null, null, true, null);
}
