package tori.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/** How much memory is left, for this container where it is in one. Any thread. */
final class Memory {

    private static final Path MACHINE = Paths.get("/proc/meminfo");
    private static final Path GROUP = Paths.get("/sys/fs/cgroup");

    private Memory() {}

    /** In bytes; {@link Long#MAX_VALUE} where the system does not tell. */
    static long availableBytes() {
        return Math.min(inMachine(), inGroup());
    }

    private static long inMachine() {
        try {
            for (String line : Files.readAllLines(MACHINE, StandardCharsets.US_ASCII)) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        } catch (IOException | NumberFormatException e) {
            return Long.MAX_VALUE;
        }
        return Long.MAX_VALUE;
    }

    /** What a container's limit leaves; from within, its own group is the top one. */
    private static long inGroup() {
        try {
            return number("memory.max") - number("memory.current");
        } catch (IOException | NumberFormatException e) {
            return Long.MAX_VALUE; // "max", or no such limit here
        }
    }

    private static long number(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(GROUP.resolve(name));
        return Long.parseLong(new String(bytes, StandardCharsets.US_ASCII).trim());
    }
}
