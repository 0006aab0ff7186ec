package tori.api;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.time.Instant;
import java.util.List;

/** What the monitors do now. Thread-safe. */
public interface StatusSource {

    /** One row per monitor, in the order to show them. */
    List<MonitorRow> monitors();

    /**
     * The newest events, newest first.
     *
     * @param limit at most this many
     */
    List<EventRow> latestEvents(int limit);

    /**
     * One monitor.
     *
     * @param state a word: {@code up}, {@code down}, {@code waiting}, …
     * @param lastGood when it last had a usable answer; null if it never had
     * @param nextDue when it is polled next; null if that is not known
     * @param lastResult the result of the last poll in words; empty before it
     * @param events how many events it has raised since the start
     */
    record MonitorRow(
            MonitorId monitor,
            String state,
            @Nullable Instant lastGood,
            @Nullable Instant nextDue,
            String lastResult,
            long events) {}

    /**
     * One event.
     *
     * @param time when it was seen
     * @param source {@code /site/monitor}
     * @param type its name on the wire
     * @param subject what it happened to
     * @param summary in words, for people
     */
    record EventRow(Instant time, String source, String type, String subject, String summary) {}
}
