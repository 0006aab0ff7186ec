package tori.warc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import tori.model.MonitorId;
import tori.model.UuidV7;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes polls as WARC 1.1, each record compressed by itself, so that a file that is cut off can be
 * read up to there. Used by the recorder's thread.
 *
 * <pre>
 *   warcinfo                       which monitor, written by what
 *   response, response, …         the bodies that a poll brought, as they came over the wire
 *   metadata (application/json)   the poll: when, every answer in order, what came of it
 *   response, …, metadata, …      the next poll
 * </pre>
 */
final class WarcPolls {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final String CRLF = "\r\n";

    private final UuidV7 ids;
    private final String software;

    /**
     * @param software with its version
     */
    WarcPolls(UuidV7 ids, String software) {
        this.ids = ids;
        this.software = software;
    }

    /** What a file begins with. */
    byte[] head(MonitorId id, Path file) {
        String fields =
                "software: "
                        + software
                        + CRLF
                        + "format: WARC File Format 1.1"
                        + CRLF
                        + "conformsTo:"
                        + " http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
                        + CRLF
                        + "isPartOf: "
                        + id.toString().replaceAll("[\\r\\n]", " ")
                        + CRLF;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("WARC-Type", "warcinfo");
        headers.put("WARC-Filename", String.valueOf(file.getFileName()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        UUID record = ids.next();
        add(
                out,
                record,
                timeOf(record),
                headers,
                "application/warc-fields",
                fields.getBytes(StandardCharsets.UTF_8),
                true);
        return out.toByteArray();
    }

    /** The time that is in an id of version 7. */
    private static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /** A whole poll. */
    byte[] poll(RecordedPoll poll) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        UUID own = ids.next();
        ObjectNode json = JSON.createObjectNode();
        json.put("monitor", poll.monitor().toString());
        json.put("started", poll.started().toString());
        json.put("ended", poll.ended().toString());
        json.put("verdict", poll.verdict());
        if (!poll.detail().isEmpty()) {
            json.put("detail", poll.detail());
        }
        if (poll.note() != null) {
            json.put("note", poll.note());
        }
        ArrayNode readings = json.putArray("clock");
        for (Instant reading : poll.readings()) {
            readings.add(Duration.between(poll.started(), reading).toNanos());
        }
        ArrayNode ticks = json.putArray("ticks");
        poll.ticks().forEach(tick -> ticks.add(tick.toNanos()));
        ArrayNode raised = json.putArray("events");
        for (RecordedPoll.Raised event : poll.raised()) {
            raised.addObject()
                    .put("id", event.id().toString())
                    .put("time", event.time().toString())
                    .put("type", event.type())
                    .put("subject", event.subject());
        }
        ArrayNode answers = json.putArray("answers");
        for (RecordedAnswer answer : poll.answers()) {
            ObjectNode written = answers.addObject();
            describe(written, answer.head());
            if (answer.head().content() == RecordedAnswer.Content.OWN) {
                written.put("record", response(out, poll, own, answer).toString());
            }
        }
        if (poll.beginning() != null) {
            begin(json.putObject("beginning"), poll.beginning());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("WARC-Type", "metadata");
        add(out, own, poll.ended(), headers, "application/json", bytes(json), true);
        return out.toByteArray();
    }

    private static void describe(ObjectNode written, RecordedAnswer.Head head) {
        written.put("uri", head.asked().toString());
        if (!head.from().equals(head.asked())) {
            written.put("from", head.from().toString());
        }
        if (head.status() != 0) {
            written.put("status", head.status());
        }
        if (head.content() != RecordedAnswer.Content.NONE) {
            written.put("body", head.content().name().toLowerCase(Locale.ROOT));
        }
        if (!head.headers().isEmpty()) {
            ObjectNode headers = written.putObject("headers");
            head.headers().forEach(headers::put);
        }
        Failure failure = head.failure();
        if (failure != null) {
            ObjectNode wrong = written.putObject("failure");
            wrong.put("kind", failure.kind().name().toLowerCase(Locale.ROOT));
            wrong.put("message", failure.message());
            if (failure.retryAfter() != null) {
                wrong.put("retry_after_ms", failure.retryAfter().toMillis());
            }
            if (failure.passwordPage()) {
                wrong.put("password_page", true);
            }
        }
    }

    private static void begin(ObjectNode written, Beginning beginning) {
        written.put("cause", beginning.cause().name().toLowerCase(Locale.ROOT));
        written.put("config", beginning.config());
        Map<Long, byte[]> state = beginning.state();
        if (state == null) {
            written.putNull("state");
        } else {
            ObjectNode entries = written.putObject("state");
            state.forEach((key, entry) -> entries.put(key.toString(), entry));
        }
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private UUID response(
            ByteArrayOutputStream out,
            RecordedPoll poll,
            UUID concurrentTo,
            RecordedAnswer answer) {
        UUID record = ids.next();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("WARC-Type", "response");
        headers.put("WARC-Target-URI", plain(answer.head().asked()));
        headers.put("WARC-Concurrent-To", urn(concurrentTo));
        if (answer.head().failure() != null) {
            headers.put("WARC-Truncated", "disconnect");
        }
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" \r\n");
        answer.head()
                .headers()
                .forEach((name, value) ->
                        head.append(name)
                                .append(": ")
                                .append(value.replaceAll("[\\r\\n]", " "))
                                .append(CRLF));
        head.append("Content-Length: ").append(answer.length()).append(CRLF).append(CRLF);
        byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
        byte[] block = new byte[start.length + answer.length()];
        System.arraycopy(start, 0, block, 0, start.length);
        System.arraycopy(answer.body(), 0, block, start.length, answer.length());
        boolean compress = answer.header("Content-Encoding") == null;
        add(
                out,
                record,
                poll.started(),
                headers,
                "application/http;msgtype=response",
                block,
                compress);
        return record;
    }

    private static String plain(URI uri) {
        return uri.toASCIIString();
    }

    private static String urn(UUID id) {
        return "<urn:uuid:" + id + ">";
    }

    private static void add(
            OutputStream out,
            UUID record,
            Instant date,
            Map<String, String> headers,
            String type,
            byte[] block,
            boolean compress) {
        StringBuilder head = new StringBuilder("WARC/1.1").append(CRLF);
        headers.forEach((name, value) -> head.append(name).append(": ").append(value).append(CRLF));
        head.append("WARC-Record-ID: ").append(urn(record)).append(CRLF);
        head.append("WARC-Date: ").append(date.truncatedTo(ChronoUnit.MICROS)).append(CRLF);
        head.append("Content-Type: ").append(type).append(CRLF);
        head.append("Content-Length: ").append(block.length).append(CRLF).append(CRLF);
        try (Member member = new Member(out, compress)) {
            member.write(head.toString().getBytes(StandardCharsets.UTF_8));
            member.write(block);
            member.write((CRLF + CRLF).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One record's own gzip member; what is compressed already is only wrapped. */
    private static final class Member extends GZIPOutputStream {
        private Member(OutputStream out, boolean compress) throws IOException {
            super(new Kept(out), 8192);
            def.setLevel(compress ? Deflater.DEFAULT_COMPRESSION : Deflater.NO_COMPRESSION);
        }
    }

    /** Closing a member does not close what it is written to. */
    private static final class Kept extends FilterOutputStream {
        private Kept(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            out.write(source, offset, length);
        }

        @Override
        public void close() {}
    }
}
