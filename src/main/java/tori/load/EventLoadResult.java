package tori.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What {@code load events} has shown; immutable.
 *
 * @param order what was asked for
 * @param surroundings machine, Java, options, command
 * @param took from the first event to the last that arrived
 * @param notices what became of the events
 * @param firstRefusal why the first refused event was not accepted; null if none was refused
 * @param accepted from the instant an event was due to the answer that it is on the disk
 * @param received from the same instant to the first byte of its first attempt
 * @param cpu what a tori of our own used of the processors meanwhile, else zero
 */
public record EventLoadResult(
        EventLoadOrder order,
        Surroundings surroundings,
        Duration took,
        NoticeBook.Count notices,
        @Nullable String firstRefusal,
        Latency accepted,
        Latency received,
        Duration cpu) {

    /** Whether every event was accepted and, where it comes back here, received. */
    public boolean isComplete() {
        return notices.accepted() == notices.pushed()
                && (notices.open() == 0 || !order.isReceived());
    }

    /** For people. */
    public String table() {
        StringBuilder table = new StringBuilder();
        lines(table, notices, accepted, order.isReceived() ? received : null);
        if (firstRefusal != null) {
            Report.line(table, "first refusal", firstRefusal);
        }
        long notMade = notMade();
        if (notMade > 0) {
            Report.line(table, "not made", "%d that were due".formatted(notMade));
        }
        Report.line(table, "accepted a second", Report.perSecond(notices.accepted(), pushing()));
        if (order.running() == null) {
            Report.line(table, "processor", Report.processor(cpu, took));
        }
        if (!order.isReceived()) {
            table.append("What was delivered is received elsewhere: give --receiver-port.\n");
        }
        return table.toString();
    }

    /** Events that were due, but could not be pushed in time. */
    long notMade() {
        return OpenLoop.due(order.perSecond(), order.duration()) - notices.pushed();
    }

    /** The time in which events were pushed, or taken if tori was slower. */
    private Duration pushing() {
        Duration slowest = Duration.ofNanos(accepted.max());
        Duration until = order.duration().plus(slowest);
        return until.compareTo(took) < 0 ? until : took;
    }

    /**
     * @param received null if they are received elsewhere, of which nothing can be said
     */
    static void lines(
            StringBuilder table,
            NoticeBook.Count notices,
            Latency accepted,
            @Nullable Latency received) {
        String pushed =
                "%d pushed, %d accepted, %d refused"
                        .formatted(notices.pushed(), notices.accepted(), notices.refused());
        String arrived =
                "; received %d, again %d, not yet %d, unknown %d"
                        .formatted(
                                notices.received(),
                                notices.again(),
                                notices.open(),
                                notices.unknown());
        Report.line(table, "guaranteed events", pushed + (received == null ? "" : arrived));
        Report.line(table, "due → accepted", Report.percentiles(accepted));
        if (received != null) {
            Report.line(table, "due → first attempt", Report.percentiles(received));
        }
    }

    /** For programs. */
    public String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("load", "events");
        surroundings.put(json);
        json.put("events_per_second", order.perSecond());
        json.put("duration_ms", order.duration().toMillis());
        json.put("own_daemon", order.running() == null);
        json.put("receives", order.isReceived());
        json.put("took_ms", took.toMillis());
        if (order.running() == null) {
            json.put("cpu_ms", cpu.toMillis());
        }
        json.put("accepted_per_second", Report.rate(notices.accepted(), pushing()));
        json.put("not_made", notMade());
        json.put("first_refusal", firstRefusal);
        put(json, notices, accepted, order.isReceived() ? received : null);
        return json.toPrettyString();
    }

    /**
     * @param received null if they are received elsewhere, of which nothing can be said
     */
    static void put(
            ObjectNode json,
            NoticeBook.Count notices,
            Latency accepted,
            @Nullable Latency received) {
        json.put("pushed", notices.pushed());
        json.put("accepted", notices.accepted());
        json.put("refused", notices.refused());
        Report.put(json.putObject("due_to_accepted_ns"), accepted);
        if (received == null) {
            json.putNull("received");
            json.putNull("received_again");
            json.putNull("not_received");
            json.putNull("unknown");
            json.putNull("due_to_first_attempt_ns");
        } else {
            json.put("received", notices.received());
            json.put("received_again", notices.again());
            json.put("not_received", notices.open());
            json.put("unknown", notices.unknown());
            Report.put(json.putObject("due_to_first_attempt_ns"), received);
        }
    }
}
