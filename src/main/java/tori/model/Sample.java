package tori.model;

/**
 * What one look of a monitor at something found, as its history keeps it. Immutable.
 *
 * @param timeMillis when the look ended, in milliseconds since 1970 by the wall clock; 0 to {@link
 *     #MAX_TIME_MILLIS}, what is beyond is taken for the nearest of them
 * @param outcome what was found
 * @param latencyMicros how long the answer took, in microseconds; 0 to {@link #MAX_LATENCY_MICROS},
 *     what is longer is taken for that, and anything negative for {@link #NO_LATENCY}
 */
public record Sample(long timeMillis, Outcome outcome, long latencyMicros) {

    /** There was no answer, or nothing that takes time. */
    public static final long NO_LATENCY = -1;

    /** A day: no check may take longer. */
    public static final long MAX_LATENCY_MICROS = 86_400_000_000L;

    /** The end of the year 9999. */
    public static final long MAX_TIME_MILLIS = 253_402_300_799_999L;

    /** What a look found. */
    public enum Outcome {
        /** It works. */
        UP("up"),
        /** It does not work. */
        FAILED("failed"),
        /** Nobody can say: tori itself could not look. */
        UNKNOWN("unknown"),
        /** Whatever was found, it may have been because of maintenance: it does not count. */
        MAINTENANCE("maintenance");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /** As people and programs read it. */
        public String word() {
            return word;
        }
    }

    public Sample {
        timeMillis = Math.clamp(timeMillis, 0, MAX_TIME_MILLIS);
        latencyMicros = Math.clamp(latencyMicros, NO_LATENCY, MAX_LATENCY_MICROS);
    }

    /** The same, of a look that fell into maintenance. */
    public Sample inMaintenance() {
        return new Sample(timeMillis, Outcome.MAINTENANCE, latencyMicros);
    }
}
