package tori.store;

import tori.history.Resolution;
import tori.history.SampleCodec;

import java.time.Duration;

/** The tables that segments are in. */
enum HistoryTier {
    RAW("history_raw", SampleCodec.SEGMENT_MILLIS),
    MINUTE("history_minute", Resolution.MINUTE.segmentMillis()),
    HOUR("history_hour", Resolution.HOUR.segmentMillis()),
    DAY("history_day", Resolution.DAY.segmentMillis());

    private final String table;
    private final long segmentMillis;

    HistoryTier(String table, long segmentMillis) {
        this.table = table;
        this.segmentMillis = segmentMillis;
    }

    static HistoryTier of(Resolution resolution) {
        return switch (resolution) {
            case MINUTE -> MINUTE;
            case HOUR -> HOUR;
            case DAY -> DAY;
        };
    }

    String table() {
        return table;
    }

    /** The number of the segment that this moment lies in; milliseconds since 1970. */
    long segmentOf(long timeMillis) {
        return Math.floorDiv(timeMillis, segmentMillis);
    }

    /** How long its segments are kept. */
    Duration kept(HistorySettings settings) {
        return switch (this) {
            case RAW -> settings.samples();
            case MINUTE -> settings.minutes();
            case HOUR, DAY -> settings.hours();
        };
    }
}
