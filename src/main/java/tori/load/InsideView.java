package tori.load;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What the tori that is loaded notes about its alerts itself: a recording of its own events by
 * Flight Recorder, taken through its debug endpoint. Each stage is counted from the last byte that
 * showed the change. Used by one thread; another waits for the recording.
 */
final class InsideView {

    private static final long MAX_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    /** Field of an event by the stage it ends, in the order of the way. */
    private static final Map<String, Stage> STAGES = stages();

    private record Stage(String event, String field) {}

    private final FutureTask<Path> recording;

    private InsideView(FutureTask<Path> recording) {
        this.recording = recording;
    }

    private static Map<String, Stage> stages() {
        Map<String, Stage> stages = new LinkedHashMap<>();
        stages.put("offered", new Stage("tori.Poll", "detectToOfferNanos"));
        stages.put("chosen", new Stage("tori.Dispatch", "detectToChoiceNanos"));
        stages.put("handed_to_sender", new Stage("tori.Send", "detectToSendNanos"));
        stages.put("first_byte", new Stage("tori.FirstByte", "detectToFirstByteNanos"));
        return stages;
    }

    /** Has only tori's own events recorded, so that recording costs next to nothing. */
    static void prepare(Path folder) throws IOException {
        StringBuilder settings = new StringBuilder("<configuration version=\"2.0\">");
        for (Stage stage : STAGES.values()) {
            settings.append("<event name=\"")
                    .append(stage.event())
                    .append("\"><setting name=\"enabled\">true</setting>")
                    .append("<setting name=\"threshold\">0 ms</setting></event>");
        }
        Path profiles = Files.createDirectories(folder.resolve("profiles"));
        Files.writeString(profiles.resolve("tori.jfc"), settings.append("</configuration>"));
    }

    /**
     * Begins to record.
     *
     * @param port of the debug endpoint
     * @param folder where the recording goes
     */
    static InsideView begin(int port, Duration length, Path folder) {
        URI uri =
                URI.create("http://127.0.0.1:" + port + "/debug/jfr?seconds=" + length.toSeconds());
        FutureTask<Path> recording =
                new FutureTask<>(() -> {
                    Path file = folder.resolve("inside.jfr");
                    try (InputStream in = uri.toURL().openStream()) {
                        Files.copy(in, file);
                    }
                    return file;
                });
        Thread.ofPlatform().daemon().name("inside view").start(recording);
        return new InsideView(recording);
    }

    /**
     * How long each stage had taken; waits for the end of the recording.
     *
     * @param from what began before does not count
     * @throws IOException if there was no recording
     */
    Map<String, Latency> latencies(Instant from) throws IOException, InterruptedException {
        Path file;
        try {
            file = recording.get();
        } catch (ExecutionException e) {
            throw new IOException("tori gave no recording: " + e.getCause(), e);
        }
        Map<String, Histogram> histograms = new LinkedHashMap<>();
        STAGES.keySet()
                .forEach(stage -> histograms.put(stage, new Histogram(1, MAX_NANOS, DIGITS)));
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                note(events.readEvent(), from, histograms);
            }
        }
        Map<String, Latency> latencies = new LinkedHashMap<>();
        histograms.forEach((stage, histogram) -> latencies.put(stage, Latency.of(histogram)));
        return latencies;
    }

    private static void note(RecordedEvent event, Instant from, Map<String, Histogram> into) {
        String name = event.getEventType().getName();
        STAGES.forEach((stage, at) -> {
            Histogram histogram = into.get(stage);
            if (histogram != null
                    && at.event().equals(name)
                    && !event.getStartTime().isBefore(from)) {
                long nanos = event.getLong(at.field());
                // A poll that shows nothing has none.
                if (nanos > 0) {
                    histogram.recordValue(Math.min(nanos, MAX_NANOS));
                }
            }
        });
    }
}
