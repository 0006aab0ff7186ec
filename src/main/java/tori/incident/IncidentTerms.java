package tori.incident;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * When something counts as an incident, and how often it is told. Shared by all monitors configured
 * alike.
 *
 * @param openAfter after how many failed checks in a row it opens; at least 1
 * @param closeAfter after how many passed checks in a row it closes; at least 1
 * @param remindEvery how long after it was told it is told again for the first time; each further
 *     gap is twice as long, up to a day or this, whichever is longer; null for never
 * @param silent whether nobody is told at all
 */
public record IncidentTerms(
        int openAfter, int closeAfter, @Nullable Duration remindEvery, boolean silent) {

    /** Beyond this, gaps between reminders grow no more. */
    private static final Duration LONGEST_GAP = Duration.ofDays(1);

    /** More doublings than there can be between a second and a day. */
    private static final int MAX_DOUBLINGS = 20;

    public IncidentTerms {
        if (openAfter < 1 || closeAfter < 1) {
            throw new IllegalArgumentException("needs openAfter and closeAfter >= 1");
        }
        if (remindEvery != null && (remindEvery.isNegative() || remindEvery.isZero())) {
            throw new IllegalArgumentException("needs a positive remindEvery");
        }
    }

    /**
     * How long to wait for the next reminder; null for ever.
     *
     * @param reminders how many there were
     */
    @Nullable Duration gap(int reminders) {
        if (remindEvery == null) {
            return null;
        }
        Duration longest = remindEvery.compareTo(LONGEST_GAP) > 0 ? remindEvery : LONGEST_GAP;
        if (reminders >= MAX_DOUBLINGS) {
            return longest;
        }
        Duration doubled = remindEvery.multipliedBy(1L << reminders);
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }
}
