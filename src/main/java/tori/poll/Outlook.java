package tori.poll;

import org.jspecify.annotations.Nullable;

import tori.model.Sample;

import java.time.Duration;

/**
 * What follows from a poll of a monitor that looks whether something works.
 *
 * @param result as the poll is counted, such as {@code ok} or {@code timeout}; null to count it by
 *     its {@link PollResult}
 * @param trouble what does not work, in words; null if all does
 * @param up whether the monitor counts as up; null if nobody can say
 * @param next how long to wait for the next poll, whatever the cadence says; null for the cadence
 * @param sample what the history keeps of it; null to keep what the {@link PollResult} says, and
 *     how long the poll took
 */
public record Outlook(
        @Nullable String result,
        @Nullable String trouble,
        @Nullable Boolean up,
        @Nullable Duration next,
        @Nullable Sample sample) {

    /** Nothing but what the result says. */
    public static final Outlook REGULAR = new Outlook(null, null, true, null);

    /** Of which nothing else is kept than of any poll. */
    public Outlook(
            @Nullable String result,
            @Nullable String trouble,
            @Nullable Boolean up,
            @Nullable Duration next) {
        this(result, trouble, up, next, null);
    }
}
