package tori.api;

import com.fasterxml.jackson.core.JsonProcessingException;

import org.jspecify.annotations.Nullable;

import tori.api.StatusSource.MonitorRow;
import tori.model.Event;
import tori.model.MonitorId;
import tori.time.NanoClock;
import tori.wire.EventJson;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One reader of the live stream. {@link #run} belongs to the request's thread; the rest may be
 * called by any and does not block.
 *
 * <p>Whoever reads too slowly is left out: the oldest of what waits goes first, and the reader is
 * told how much that was.
 */
final class StreamReader {

    /** Some seconds of a busy store, and a fraction of what a page shows. */
    static final int MAX_WAITING = 256;

    /** Then the reader has to ask again, and is looked at again: they may not read for ever. */
    private static final long MAX_NANOS = Duration.ofMinutes(15).toNanos();

    private static final byte[] OPENING = ascii("retry: 2000\n: tori\n\n");
    private static final byte[] HEARTBEAT = ascii(":\n\n");
    private static final byte[] LINE_END = ascii("\n\n");

    private final Caller caller;
    private final boolean polls;
    private final Duration silence;
    private final NanoClock clock;
    private final StreamFigures figures;
    private final ArrayBlockingQueue<StreamMessage> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong skipped = new AtomicLong();
    private volatile boolean ended;
    private volatile boolean writing;
    private volatile long writingSinceNanos;
    private volatile @Nullable Thread thread;

    /**
     * @param polls whether they want to know of each poll
     * @param silence after which a sign of life is sent
     */
    StreamReader(
            Caller caller,
            boolean polls,
            Duration silence,
            NanoClock clock,
            StreamFigures figures) {
        this.caller = caller;
        this.polls = polls;
        this.silence = silence;
        this.clock = clock;
        this.figures = figures;
    }

    Caller caller() {
        return caller;
    }

    /** Tells an event, if they may see it. */
    void raised(Event event) {
        if (Viewer.sees(caller, event)) {
            offer(new StreamMessage.Raised(event));
        }
    }

    /** Tells how monitors stand, as far as they may see them. */
    void moved(StateChanges.Difference all) {
        StateChanges.Difference seen =
                new StateChanges.Difference(
                        seen(all.changed()),
                        polls ? seen(all.polled()) : List.of(),
                        all.gone().stream().filter(gone -> caller.maySee(gone.site())).toList());
        if (!seen.isEmpty()) {
            offer(new StreamMessage.Moved(seen));
        }
    }

    private List<MonitorRow> seen(List<MonitorRow> rows) {
        return caller.admin()
                ? rows
                : rows.stream().filter(row -> caller.maySee(row.monitor().site())).toList();
    }

    private void offer(StreamMessage message) {
        while (!ended && !waiting.offer(message)) {
            if (waiting.poll() != null) {
                skipped.incrementAndGet();
                figures.skippedOne();
            }
        }
    }

    /** Has {@link #run} return. */
    void end() {
        ended = true;
        waiting.clear();
        var _ = waiting.offer(StreamMessage.End.END);
    }

    /** Whether a write has not come to an end for so long. */
    boolean isStuck(long nowNanos, long nanos) {
        return writing && nowNanos - writingSinceNanos > nanos;
    }

    /** Takes the connection away from somebody who reads nothing. */
    void cut() {
        end();
        Thread reading = thread;
        if (reading != null) {
            reading.interrupt();
        }
    }

    /**
     * Writes until it is ended, a quarter of an hour at most.
     *
     * @param missed what happened before, oldest first
     * @throws IOException if they are gone
     */
    void run(OutputStream out, List<Event> missed) throws IOException, InterruptedException {
        thread = Thread.currentThread();
        Set<UUID> told = new HashSet<>();
        write(
                out,
                () -> {
                    out.write(OPENING);
                    for (Event event : missed) {
                        if (Viewer.sees(caller, event) && told.add(event.id())) {
                            write(out, event);
                        }
                    }
                });
        List<StreamMessage> batch = new ArrayList<>();
        long begunNanos = clock.nanoTime();
        while (clock.nanoTime() - begunNanos < MAX_NANOS) {
            StreamMessage first = waiting.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
            batch.clear();
            if (first != null) {
                batch.add(first);
                waiting.drainTo(batch);
            }
            if (ended || batch.contains(StreamMessage.End.END)) {
                return;
            }
            write(out, () -> write(out, batch, told));
        }
    }

    /** Something that writes. */
    private interface Writing {
        void run() throws IOException;
    }

    private void write(OutputStream out, Writing what) throws IOException {
        writingSinceNanos = clock.nanoTime();
        writing = true;
        try {
            what.run();
            out.flush();
        } finally {
            writing = false;
        }
    }

    private void write(OutputStream out, List<StreamMessage> batch, Set<UUID> told)
            throws IOException {
        if (batch.isEmpty()) {
            out.write(HEARTBEAT);
        }
        long left = skipped.getAndSet(0);
        if (left > 0) {
            write(out, "skipped", Map.of("messages", left));
        }
        for (StreamMessage message : batch) {
            switch (message) {
                case StreamMessage.Raised raised -> {
                    // Raised between the beginning and what was missed: it may be among both.
                    if (told.isEmpty() || !told.remove(raised.event().id())) {
                        write(out, raised.event());
                    }
                }
                case StreamMessage.Moved moved -> write(out, moved.difference());
                case StreamMessage.End _ -> {}
            }
        }
    }

    private static void write(OutputStream out, Event event) throws IOException {
        out.write(ascii("id: " + event.id() + "\nevent: event\ndata: "));
        out.write(EventJson.encode(event));
        out.write(LINE_END);
    }

    private static void write(OutputStream out, StateChanges.Difference difference)
            throws IOException {
        for (MonitorRow row : difference.changed()) {
            write(out, "state", StatusJson.row(row));
        }
        for (MonitorId gone : difference.gone()) {
            write(out, "removed", Map.of("site", gone.site(), "monitor", gone.monitor()));
        }
        if (!difference.polled().isEmpty()) {
            List<Map<String, Object>> polled = new ArrayList<>();
            for (MonitorRow row : difference.polled()) {
                Map<String, Object> data = new LinkedHashMap<>();
                data.put("site", row.monitor().site());
                data.put("monitor", row.monitor().monitor());
                data.put("next_poll", row.nextDue() == null ? null : row.nextDue().toString());
                data.put("lag_ms", row.lag().toMillis());
                polled.add(data);
            }
            write(out, "polls", Map.of("monitors", polled));
        }
    }

    private static void write(OutputStream out, String name, Map<String, Object> data)
            throws IOException {
        out.write(ascii("event: " + name + "\ndata: "));
        try {
            // Without line breaks: Jackson escapes those in texts.
            out.write(DeliveryJson.JSON.writeValueAsBytes(data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings, numbers and maps can always be written", e);
        }
        out.write(LINE_END);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
