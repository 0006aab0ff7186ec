package tori.load;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a figure is worth nothing without: machine, Java, the options of the loaded tori, the
 * command. Immutable.
 *
 * @param daemonOptions what the JVM of the loaded tori was started with; empty if it is not ours
 */
record Surroundings(String machine, String java, List<String> daemonOptions, String command) {

    /**
     * @param daemon the process of the loaded tori, or 0 if it is not ours
     */
    static Surroundings of(long daemon) {
        return new Surroundings(
                describe(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                options(daemon),
                command(System.getProperty("sun.java.command", "")));
    }

    void put(ObjectNode json) {
        json.put("machine", machine);
        json.put("java", java);
        json.put("daemon_options", String.join(" ", daemonOptions));
        json.put("command", command);
    }

    private static String describe() {
        return processors()
                + " × "
                + value("/proc/cpuinfo", "model name")
                + ", "
                + value("/proc/meminfo", "MemTotal")
                + ", "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + " "
                + System.getProperty("os.arch");
    }

    /** All of the machine's, also where this process may use some of them only. */
    private static long processors() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("processor")).count();
        } catch (IOException e) {
            return Runtime.getRuntime().availableProcessors(); // not Linux
        }
    }

    /** What stands behind the name and a colon, first time; "unknown" where there is none. */
    private static String value(String file, String name) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown"; // not Linux
        }
    }

    /** The launcher goes on as another program in the same process: only the system knows which. */
    private static List<String> options(long daemon) {
        try {
            String line =
                    Files.readString(
                            Path.of("/proc/" + daemon + "/cmdline"), StandardCharsets.UTF_8);
            return List.of(line.split("\0")).stream()
                    .filter(word -> word.startsWith("-X") || word.startsWith("-D"))
                    .filter(word -> !word.startsWith("-Dtori.launcher.parent="))
                    .map(Surroundings::withoutPath)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The jar's name and the arguments. */
    static String command(String all) {
        String[] words = all.split(" ", 2);
        return "java -jar "
                + words[0].substring(words[0].lastIndexOf('/') + 1)
                + (words.length > 1 ? " " + words[1] : "");
    }

    /** A file by its name only: the place is this machine's matter. */
    static String withoutPath(String option) {
        int from = option.indexOf("=/");
        return from < 0
                ? option
                : option.substring(0, from + 1) + option.substring(option.lastIndexOf('/') + 1);
    }
}
