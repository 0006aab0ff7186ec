package tori.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * On what a figure was taken.
 *
 * @param processors how many this process may use
 * @param model what they call themselves; empty where the system does not say
 * @param system the operating system and its version
 * @param java the virtual machine and its version
 * @param command this process as it was started
 * @param measured the process that was measured, as it was started; empty where unknown
 * @param time when
 */
record Machine(
        int processors,
        String model,
        String system,
        String java,
        String command,
        String measured,
        Instant time) {

    /**
     * This one.
     *
     * @param measured the process that was measured
     */
    static Machine of(long measured, Instant now) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                model(lines(Path.of("/proc/cpuinfo"))),
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + " "
                        + System.getProperty("os.arch"),
                ManagementFactory.getRuntimeMXBean().getVmName()
                        + " "
                        + Runtime.version().toString(),
                commandLine(ProcessHandle.current().pid()),
                commandLine(measured),
                now);
    }

    /** The first name of a processor in what Linux says of all of them. */
    static String model(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("model name")) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return "";
    }

    private static List<String> lines(Path file) {
        String text = text(file);
        return text == null ? List.of() : text.lines().toList();
    }

    private static String commandLine(long process) {
        String line = text(Path.of("/proc", Long.toString(process), "cmdline"));
        return line == null ? "" : line.replace('\0', ' ').strip();
    }

    private static @Nullable String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null; // not Linux
        }
    }
}
