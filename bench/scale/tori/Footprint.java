package tori;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.management.JMException;
import javax.management.ObjectName;

/** What this process takes of the machine. Any thread. */
final class Footprint {

    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Footprint() {}

    /** Bytes of heap that are reachable, by a full collection. */
    @SuppressWarnings("SystemGc")
    static long liveHeapBytes() {
        // The first may leave what references and finished threads still hold.
        System.gc();
        System.gc();
        return MEMORY.getHeapMemoryUsage().getUsed();
    }

    /** Of all threads, collectors and compilers included. */
    static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Of the platform threads of this name; 0 if there are none. */
    static long cpuNanos(String thread) {
        long nanos = 0;
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo info = THREADS.getThreadInfo(id);
            if (info != null && info.getThreadName().equals(thread)) {
                nanos += Math.max(0, THREADS.getThreadCpuTime(id));
            }
        }
        return nanos;
    }

    static void describe(ObjectNode into) throws IOException {
        into.put("heap_committed_bytes", MEMORY.getHeapMemoryUsage().getCommitted());
        into.put("non_heap_bytes", MEMORY.getNonHeapMemoryUsage().getUsed());
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:") || line.startsWith("VmHWM:")) {
                long bytes = Long.parseLong(line.replaceAll("\\D", "")) << 10;
                into.put(line.startsWith("VmRSS:") ? "rss_bytes" : "rss_peak_bytes", bytes);
            }
        }
    }

    /** The classes that take most of the heap, with bytes of each per {@code count}. */
    static void classes(ArrayNode into, int count, int limit) {
        String table;
        try {
            table =
                    (String)
                            ManagementFactory.getPlatformMBeanServer()
                                    .invoke(
                                            new ObjectName(
                                                    "com.sun.management:type=DiagnosticCommand"),
                                            "gcClassHistogram",
                                            new Object[] {new String[0]},
                                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException("this JVM has no class histogram", e);
        }
        table.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length >= 4 && words[0].matches("\\d+:"))
                .limit(limit)
                .forEach(words ->
                        into.addObject()
                                .put("class", words[3])
                                .put("instances", Long.parseLong(words[1]))
                                .put("bytes_each", Double.parseDouble(words[2]) / count));
    }
}
