package tori.history;

import java.time.Duration;

/** How finely checks are counted. Days are those of UTC: each has 24 hours. */
public enum Resolution {
    /** One bucket per minute. */
    MINUTE("minute", Duration.ofMinutes(1), 60),
    /** One bucket per hour. */
    HOUR("hour", Duration.ofHours(1), 24),
    /** One bucket per day of UTC. */
    DAY("day", Duration.ofDays(1), 30);

    private final String word;
    private final long bucketMillis;
    private final int bucketsPerSegment;

    Resolution(String word, Duration bucket, int bucketsPerSegment) {
        this.word = word;
        this.bucketMillis = bucket.toMillis();
        this.bucketsPerSegment = bucketsPerSegment;
    }

    /** As people and programs write it. */
    public String word() {
        return word;
    }

    /** How long a bucket lasts, in milliseconds. */
    public long bucketMillis() {
        return bucketMillis;
    }

    /** How many buckets are kept together. */
    public int bucketsPerSegment() {
        return bucketsPerSegment;
    }

    /** How long a segment lasts, in milliseconds. */
    public long segmentMillis() {
        return bucketMillis * bucketsPerSegment;
    }

    /** When the bucket begins that this moment lies in; milliseconds since 1970. */
    public long startOf(long timeMillis) {
        return timeMillis - Math.floorMod(timeMillis, bucketMillis);
    }
}
