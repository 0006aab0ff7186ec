package tori.warc;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;
import tori.poll.PollResult.Cause;

import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Makes polls of the records that {@link WarcPolls} wrote. Used by one thread. */
final class PollReader {

    private static final byte[] NOTHING = new byte[0];

    /** Of responses whose poll has not come yet, by the record's id. */
    private final Map<String, byte[]> bodies = new HashMap<>();

    /** A record of a file; returns the poll that it completes, null if it completes none. */
    @Nullable RecordedPoll read(WarcRecord record) throws IOException {
        switch (record.header("warc-type")) {
            case "response" -> {
                String id = record.header("warc-record-id");
                bodies.put(id.replaceAll("^<urn:uuid:|>$", ""), body(record.block()));
                return null;
            }
            case "metadata" -> {
                try {
                    return poll(WarcPolls.JSON.readTree(record.block()));
                } catch (DateTimeException | IllegalArgumentException e) {
                    throw new IOException("this is no poll: " + e.getMessage(), e);
                } finally {
                    bodies.clear();
                }
            }
            default -> {
                return null;
            }
        }
    }

    /** What follows the HTTP head. */
    private static byte[] body(byte[] block) {
        for (int i = 0; i + 3 < block.length; i++) {
            if (block[i] == '\r'
                    && block[i + 1] == '\n'
                    && block[i + 2] == '\r'
                    && block[i + 3] == '\n') {
                byte[] body = new byte[block.length - i - 4];
                System.arraycopy(block, i + 4, body, 0, body.length);
                return body;
            }
        }
        return NOTHING;
    }

    private RecordedPoll poll(JsonNode json) throws IOException {
        String[] names = json.path("monitor").asText().split("/", 2);
        List<RecordedPoll.Raised> raised = new ArrayList<>();
        for (JsonNode event : json.path("events")) {
            raised.add(
                    new RecordedPoll.Raised(
                            UUID.fromString(event.path("id").asText()),
                            Instant.parse(event.path("time").asText()),
                            event.path("type").asText(),
                            event.path("subject").asText()));
        }
        List<RecordedAnswer> answers = new ArrayList<>();
        for (JsonNode answer : json.path("answers")) {
            answers.add(answer(answer));
        }
        Instant started = Instant.parse(json.path("started").asText());
        List<Instant> readings = new ArrayList<>();
        json.path("clock").forEach(nanos -> readings.add(started.plusNanos(nanos.asLong())));
        List<Duration> ticks = new ArrayList<>();
        json.path("ticks").forEach(nanos -> ticks.add(Duration.ofNanos(nanos.asLong())));
        JsonNode beginning = json.path("beginning");
        return new RecordedPoll(
                new MonitorId(names[0], names.length > 1 ? names[1] : ""),
                started,
                Instant.parse(json.path("ended").asText()),
                json.path("verdict").asText(),
                json.path("detail").asText(""),
                raised,
                answers,
                readings,
                ticks,
                json.hasNonNull("note") ? json.get("note").asText() : null,
                beginning.isObject() ? beginning(beginning) : null);
    }

    private RecordedAnswer answer(JsonNode json) throws IOException {
        URI asked = URI.create(json.path("uri").asText());
        Map<String, String> headers = new LinkedHashMap<>();
        json.path("headers")
                .properties()
                .forEach(each -> headers.put(each.getKey(), each.getValue().asText()));
        RecordedAnswer.Content content =
                switch (json.path("body").asText("")) {
                    case "own" -> RecordedAnswer.Content.OWN;
                    case "same" -> RecordedAnswer.Content.SAME;
                    default -> RecordedAnswer.Content.NONE;
                };
        byte[] body = bodies.getOrDefault(json.path("record").asText(""), NOTHING);
        if (content == RecordedAnswer.Content.OWN && body.length == 0) {
            throw new IOException("a body is missing");
        }
        JsonNode failure = json.path("failure");
        return new RecordedAnswer(
                new RecordedAnswer.Head(
                        asked,
                        json.hasNonNull("from") ? URI.create(json.get("from").asText()) : asked,
                        json.path("status").asInt(0),
                        headers,
                        content,
                        failure.isObject() ? failure(failure) : null),
                body);
    }

    private static Failure failure(JsonNode json) {
        return new Failure(
                Cause.valueOf(json.path("kind").asText().toUpperCase(Locale.ROOT)),
                json.path("message").asText(),
                json.hasNonNull("retry_after_ms")
                        ? Duration.ofMillis(json.get("retry_after_ms").asLong())
                        : null,
                json.path("password_page").asBoolean());
    }

    private static Beginning beginning(JsonNode json) throws IOException {
        Map<Long, byte[]> state = null;
        if (json.path("state").isObject()) {
            state = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> each : json.get("state").properties()) {
                state.put(Long.valueOf(each.getKey()), each.getValue().binaryValue());
            }
        }
        return new Beginning(
                Beginning.Cause.valueOf(json.path("cause").asText().toUpperCase(Locale.ROOT)),
                json.path("config").asText(),
                state);
    }
}
