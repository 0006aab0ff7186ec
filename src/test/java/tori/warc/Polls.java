package tori.warc;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.PollResult.Cause;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Polls to write down. */
final class Polls {

    static final MonitorId BOX = new MonitorId("box", "all");
    static final Instant START = Instant.parse("2026-11-21T20:00:00.123456Z");

    private Polls() {}

    static WarcPolls format() {
        return new WarcPolls(new UuidV7(() -> START, new Random(1)), "tori/test");
    }

    static RecordedAnswer page(int number, String body) {
        return new RecordedAnswer(
                new RecordedAnswer.Head(
                        uri(number),
                        uri(number),
                        200,
                        Map.of("Content-Type", "application/json", "ETag", "\"äöü\""),
                        RecordedAnswer.Content.OWN,
                        null),
                body.getBytes(StandardCharsets.UTF_8));
    }

    static RecordedAnswer without(int status, RecordedAnswer.Content content) {
        return new RecordedAnswer(
                new RecordedAnswer.Head(uri(1), uri(1), status, Map.of(), content, null),
                new byte[0]);
    }

    static RecordedAnswer failed() {
        return new RecordedAnswer(
                new RecordedAnswer.Head(
                        uri(1),
                        URI.create("https://box.example/password"),
                        0,
                        Map.of(),
                        RecordedAnswer.Content.NONE,
                        new Failure(
                                Cause.RATE_LIMITED, "left alone", Duration.ofSeconds(7), false)),
                new byte[0]);
    }

    private static URI uri(int page) {
        return URI.create("https://box.example/products.json?limit=250&page=" + page);
    }

    static RecordedPoll poll(int number, @Nullable Beginning beginning, RecordedAnswer... answers) {
        Instant started = START.plusSeconds(number);
        return new RecordedPoll(
                BOX,
                started,
                started.plusMillis(45),
                number % 2 == 0 ? "ok" : "doubted",
                number % 2 == 0 ? "" : "half of it is missing",
                List.of(
                        new RecordedPoll.Raised(
                                new UUID(number, 7),
                                started.plusMillis(44),
                                "tori.variant.restocked",
                                "1/" + number)),
                List.of(answers),
                List.of(started.plusMillis(3), started.plusNanos(44_123_456)),
                List.of(Duration.ofNanos(2_000_123), Duration.ofMillis(40)),
                "USD 2026-11-21T20:00:00Z",
                beginning);
    }

    static Beginning start() {
        return new Beginning(
                Beginning.Cause.START, "{\"sites\":[]}", Map.of(1L, new byte[] {1, -1, 0}));
    }
}
