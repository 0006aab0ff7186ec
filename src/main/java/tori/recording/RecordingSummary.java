package tori.recording;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a recording shows, read once from its beginning to its end. Used by one thread. What was not
 * recorded is counted as zero times.
 */
public final class RecordingSummary {

    static final int TOP = 12;

    private @Nullable Instant first;
    private @Nullable Instant last;
    private long events;

    String java = "";
    String options = "";
    String collector = "";
    final Garbage garbage = new Garbage();
    private final Allocations allocations = new Allocations();
    final Methods running = new Methods();
    final Series threads = new Series();
    final Series resident = new Series();
    final Series processor = new Series();
    final Series machine = new Series();
    final Durations safepoints = new Durations();
    final Durations pinned = new Durations();
    final Series exceptions = new Series();

    /** tori's own events by name, and what some of them say besides how long they took. */
    final Map<String, Durations> own = new TreeMap<>();

    RecordingSummary() {}

    /**
     * Reads a recording.
     *
     * @throws IOException with a sentence if there is none or it is damaged
     */
    public static RecordingSummary read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is no file; give a recording, such as tori.jfr");
        }
        RecordingSummary summary = new RecordingSummary();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                summary.add(recording.readEvent());
            }
        } catch (IOException | RuntimeException e) {
            // The JDK's reader throws whatever it stumbles over, in words about its own arrays.
            throw new IOException(
                    file
                            + " is not a whole recording of Flight Recorder: the recording is cut"
                            + " off or damaged, or the file is something else",
                    e);
        }
        return summary;
    }

    private void add(RecordedEvent event) {
        events++;
        Instant start = event.getStartTime();
        Instant end = event.getEndTime();
        first = first == null || start.isBefore(first) ? start : first;
        last = last == null || end.isAfter(last) ? end : last;
        String name = event.getEventType().getName();
        if (name.startsWith("tori.")) {
            own(name, event);
            return;
        }
        switch (name) {
            case "jdk.JVMInformation" -> {
                java = event.getString("jvmVersion");
                options = event.getString("jvmArguments");
            }
            case "jdk.GCConfiguration" ->
                    collector =
                            event.getString("youngCollector")
                                    + ", "
                                    + event.getString("oldCollector");
            case "jdk.GarbageCollection" -> garbage.collection(event);
            case "jdk.GCPhasePause" -> garbage.pause(event);
            case "jdk.GCHeapSummary" -> garbage.heap(event);
            case "jdk.ObjectAllocationSample" -> allocations.add(event);
            case "jdk.ExecutionSample", "jdk.CPUTimeSample" -> running.add(Methods.place(event), 1);
            case "jdk.JavaThreadStatistics" ->
                    threads.add(start, (double) event.getLong("activeCount"));
            case "jdk.ResidentSetSize" -> resident.add(start, (double) event.getLong("size"));
            case "jdk.CPULoad" -> {
                processor.add(start, event.getDouble("jvmUser") + event.getDouble("jvmSystem"));
                machine.add(start, event.getDouble("machineTotal"));
            }
            case "jdk.SafepointBegin" -> safepoints.add(event.getDuration().toNanos());
            case "jdk.VirtualThreadPinned" -> pinned.add(event.getDuration().toNanos());
            case "jdk.ExceptionStatistics" ->
                    exceptions.add(start, (double) event.getLong("throwables"));
            default -> {
                // Whatever else the settings asked for.
            }
        }
    }

    /** The JVM's names of arrays as one writes them. */
    static String readable(String name) {
        int depth = 0;
        while (depth < name.length() && name.charAt(depth) == '[') {
            depth++;
        }
        if (depth == 0 || depth == name.length()) {
            return name;
        }
        String element =
                switch (name.charAt(depth)) {
                    case 'B' -> "byte";
                    case 'C' -> "char";
                    case 'D' -> "double";
                    case 'F' -> "float";
                    case 'I' -> "int";
                    case 'J' -> "long";
                    case 'S' -> "short";
                    case 'Z' -> "boolean";
                    default -> name.substring(depth + 1).replace(";", "");
                };
        return element + "[]".repeat(depth);
    }

    private void own(String name, RecordedEvent event) {
        durations(name).add(event.getDuration().toNanos());
        if (event.hasField("lagNanos")) {
            durations(name + " lag").add(event.getLong("lagNanos"));
        }
        for (ValueDescriptor field : event.getFields()) {
            if (field.getName().startsWith("detectTo") && field.getName().endsWith("Nanos")) {
                addKnown(name + " " + words(field.getName()), event.getLong(field.getName()));
            }
        }
    }

    /** Zero stands for what is not known: nothing is sent in the instant it is seen. */
    private void addKnown(String name, long nanos) {
        if (nanos != 0) {
            durations(name).add(nanos);
        }
    }

    /** {@code detectToSendNanos} as words, without the unit. */
    private static String words(String field) {
        String name = field.substring(0, field.length() - "Nanos".length());
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private Durations durations(String name) {
        return own.computeIfAbsent(name, ignored -> new Durations());
    }

    /** From the first event to the end of the last. */
    Duration length() {
        return first == null || last == null ? Duration.ZERO : Duration.between(first, last);
    }

    /** For people. */
    public String table() {
        return new SummaryTable(this).text();
    }

    /** For programs: times in nanoseconds, sizes in bytes, shares from 0 to 1. */
    public String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("java", java);
        json.put("options", options);
        json.put("collector", collector);
        json.put("duration_ms", length().toMillis());
        json.put("events", events);
        garbage.put(json);
        Allocations.put(json.putObject("allocation"), allocated(), length().toNanos() / 1e9);
        threads.put(json.putObject("threads"));
        resident.put(json.putObject("resident_bytes"));
        json.put("processor_mean", processor.mean());
        json.put("processor_max", processor.max());
        json.put("machine_mean", machine.mean());
        safepoints.put(json.putObject("safepoints"));
        pinned.put(json.putObject("pinned"));
        json.put("exceptions_per_second", exceptions.slopePerHour() / 3_600);
        running.top.put(json.putArray("hottest_methods"), TOP);
        running.own.put(json.putArray("hottest_own_methods"), TOP);
        ObjectNode named = json.putObject("tori");
        own.forEach((name, durations) -> {
            if (durations.isInstants()) {
                named.putObject(name).put("count", durations.count());
            } else {
                durations.put(named.putObject(name));
            }
        });
        return json.toPrettyString();
    }

    /** Who allocates what: an estimate by samples. */
    Allocations.Sums allocated() {
        return allocations.sums(
                first == null ? Instant.EPOCH : first, garbage.allocatedBytesPerSecond());
    }
}
