package tori.api;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

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

    /** How a monitor is doing, the worst first. */
    enum State {
        /** It had no usable answer for so long that it was told. */
        BLIND,
        /** The last attempt had no usable answer, or an incident is open. */
        DOWN,
        /** An incident is open, but checks pass again. */
        RECOVERING,
        /** Checks fail, but not often enough to be sure. */
        SUSPECT,
        /** tori itself cannot look. */
        UNKNOWN,
        /** It was not polled yet. */
        WAITING,
        /** It may fail now, and nobody is told. */
        MAINTENANCE,
        /** It is switched off: nobody looks until it is switched on again. */
        PAUSED,
        /** The last attempt had one. */
        UP;

        /** As programs and people read it: {@code blind}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The state of this word; null if there is none. */
        public static @Nullable State ofWord(String word) {
            for (State state : values()) {
                if (state.word().equals(word)) {
                    return state;
                }
            }
            return null;
        }
    }

    /**
     * One monitor.
     *
     * @param since since when it is in this state; null if that is not known
     * @param lastGood when it last had a usable answer; null if that is not known
     * @param lastChange when it last saw something change; null if it has not since tori started
     * @param nextDue when it is polled next; in the past while it is; null if that is not known
     * @param lag how late the last attempt started
     * @param lastResult the result of the last attempt, as it is counted; empty before it
     * @param trouble why it has no usable answer, in words; null if it has
     * @param failures how many attempts in a row have failed
     * @param blind what was told of its blindness; null while it sees
     * @param events how many events it has raised since tori started
     */
    record MonitorRow(
            MonitorId monitor,
            State state,
            @Nullable Instant since,
            @Nullable Instant lastGood,
            @Nullable Instant lastChange,
            @Nullable Instant nextDue,
            Duration lag,
            String lastResult,
            @Nullable String trouble,
            int failures,
            @Nullable Blind blind,
            long events) {}

    /**
     * That a monitor is blind.
     *
     * @param since when the first poll failed
     * @param cause the kind of failure it began with, in a word
     * @param detail the same in words
     */
    record Blind(Instant since, String cause, String detail) {}

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
