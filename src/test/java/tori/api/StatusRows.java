package tori.api;

import tori.api.StatusSource.Blind;
import tori.api.StatusSource.MonitorRow;
import tori.api.StatusSource.State;
import tori.model.MonitorId;

import java.time.Duration;
import java.time.Instant;

/** Monitors as they are shown, for tests. */
public final class StatusRows {

    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private StatusRows() {}

    /** One that sees, polled a second ago and in 29 s. */
    public static MonitorRow up(MonitorId id) {
        return row(id, State.UP, null, null);
    }

    /** One that has failed once. */
    public static MonitorRow down(MonitorId id, String trouble) {
        return row(id, State.DOWN, trouble, null);
    }

    /** One that has been blind for two hours. */
    public static MonitorRow blind(MonitorId id, String trouble) {
        Blind blind = new Blind(NOW.minus(Duration.ofHours(2)), "tls", trouble);
        return row(id, State.BLIND, trouble, blind);
    }

    /** One that is switched off. */
    public static MonitorRow paused(MonitorId id) {
        return row(id, State.PAUSED, null, null);
    }

    private static MonitorRow row(MonitorId id, State state, String trouble, Blind blind) {
        return new MonitorRow(
                id,
                state,
                null,
                blind == null ? NOW.minusSeconds(1) : NOW.minus(Duration.ofHours(2)),
                NOW.minus(Duration.ofDays(3)),
                NOW.plusSeconds(29),
                Duration.ofMillis(3),
                trouble == null ? "unchanged" : "tls",
                trouble,
                trouble == null ? 0 : 240,
                blind,
                7);
    }
}
