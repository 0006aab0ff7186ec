package tori.warc;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;
import tori.poll.PollResult;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * One poll as it was. Immutable.
 *
 * @param monitor who polled
 * @param started when it began, to the microsecond
 * @param ended when what it found was known
 * @param verdict what it came to, such as {@code ok}, {@code doubted} or a failure's cause
 * @param detail the verdict in words; empty if it needs none
 * @param raised the events it raised
 * @param answers in the order they were asked for
 * @param readings what the monitor was told the time was, in this order
 * @param ticks what the monitor was told of the monotonic clock, since the poll began, in this
 *     order
 * @param note what else the monitor was told before it began; null for nothing
 * @param beginning null within a file
 */
public record RecordedPoll(
        MonitorId monitor,
        Instant started,
        Instant ended,
        String verdict,
        String detail,
        List<Raised> raised,
        List<RecordedAnswer> answers,
        List<Instant> readings,
        List<Duration> ticks,
        @Nullable String note,
        @Nullable Beginning beginning) {

    /**
     * An event, to know it again.
     *
     * @param type its name on the wire
     * @param subject what it happened to
     */
    public record Raised(UUID id, Instant time, String type, String subject) {}

    /** What a poll came to, in a word. */
    public static String verdict(PollResult result) {
        return switch (result) {
            case PollResult.Observed _ -> "ok";
            case PollResult.Unchanged _ -> "unchanged";
            case PollResult.Doubted _ -> "doubted";
            case PollResult.Failed failed -> verdict(failed.cause());
        };
    }

    static String verdict(PollResult.Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT);
    }

    public RecordedPoll {
        raised = List.copyOf(raised);
        answers = List.copyOf(answers);
        readings = List.copyOf(readings);
        ticks = List.copyOf(ticks);
    }
}
