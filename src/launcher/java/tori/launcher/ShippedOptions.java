package tori.launcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The options of the JVM that tori is meant to run with: the one place where collector, heap and
 * object layout are chosen. What the user asks for goes before. Main thread only. Without lambdas
 * and regular expressions, as all that the first JVM runs: what it does for the first of them takes
 * longer than the rest.
 */
final class ShippedOptions {

    /** Environment variable with further options, separated by spaces. */
    static final String FURTHER = "TORI_JAVA_OPTS";

    /** Small at idle, few pauses under load; the figures are in bench/results/start-notes.md. */
    private static final List<String> COLLECTOR = Collections.singletonList("-XX:+UseSerialGC");

    /**
     * It grows as far as the JVM allows; without this it begins with 1/64 of all memory. The young
     * generation is a twelfth of it instead of a third: what lives is copied in pauses of one
     * millisecond instead of ten. It has 8 MB at least: each of its collections takes a millisecond
     * whatever there is to copy, and with fewer of them less becomes old that is garbage.
     */
    private static final List<String> HEAP =
            Arrays.asList("-Xms24m", "-XX:NewRatio=11", "-XX:NewSize=8m");

    /**
     * Objects of eight bytes less, and what the start no longer needs given back after it. Without
     * memory threads die one after the other while the process seems alive: it ends instead, with
     * status 3, and whoever supervises it starts it anew. A JVM that lacks one of the options is to
     * start all the same.
     */
    private static final List<String> ALWAYS =
            Arrays.asList(
                    "-XX:+IgnoreUnrecognizedVMOptions",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:TrimNativeHeapInterval=5000");

    /**
     * The compilers yield to what is compiled: they would take half of two processors at the start
     * and delay alerts later. Not by more, or a storm on a full machine is interpreted for long.
     * The number is that of {@code nice}, so on Linux only.
     */
    private static final List<String> YIELDING_COMPILERS =
            Arrays.asList("-XX:ThreadPriorityPolicy=1", "-XX:CompilerThreadPriority=5");

    private static final String[] THREAD_PRIORITIES = {
        "-XX:ThreadPriorityPolicy",
        "-XX:CompilerThreadPriority",
        "-XX:+UseThreadPriorities",
        "-XX:-UseThreadPriorities",
    };

    /** Options that only the JVM that was asked for can honour: it is left as it is. */
    private static final String[] KEEP_THIS_JVM = {
        "-agentlib",
        "-agentpath",
        "-javaagent",
        "-Xdebug",
        "-Xrun",
        "-Xshare",
        "-XX:AOT",
        "-XX:SharedArchiveFile",
        "-XX:ArchiveClassesAtExit",
        "-XX:+AutoCreateSharedArchive",
        "-XX:StartFlightRecording",
        "-XX:FlightRecorderOptions",
        "-Dcom.sun.management.jmxremote",
    };

    private static final String[] HEAP_SIZES = {
        "-Xms",
        "-Xmx",
        "-Xmn",
        "-XX:InitialHeapSize",
        "-XX:MaxHeapSize",
        "-XX:NewSize",
        "-XX:NewRatio",
        "-XX:MaxNewSize",
        "-XX:MaxRAM",
        "-XX:InitialRAMPercentage",
        "-XX:MinRAMPercentage",
        "-XX:MinHeapSize",
        "-XX:SoftMaxHeapSize",
    };

    private ShippedOptions() {}

    /** What {@link #FURTHER} holds. */
    static List<String> further(Map<String, String> environment) {
        return words(environment.getOrDefault(FURTHER, ""));
    }

    private static List<String> words(String text) {
        String trimmed = text.trim();
        return trimmed.isEmpty()
                ? Collections.<String>emptyList()
                : Arrays.asList(trimmed.split("\\s+"));
    }

    /** Whether one of the user's options means the very JVM that it was given to. */
    static boolean keepThisJvm(List<String> wanted, Map<String, String> environment) {
        return anyStartsWithAny(all(wanted, environment), KEEP_THIS_JVM);
    }

    /**
     * The shipped options that do not contradict the user's.
     *
     * @param wanted the user's
     * @param environment may hold more of them, in the variables that the JVM reads by itself
     */
    static List<String> beside(List<String> wanted, Map<String, String> environment) {
        List<String> options = new ArrayList<>(ALWAYS);
        List<String> theirs = all(wanted, environment);
        if (!anyCollector(theirs)) {
            options.addAll(COLLECTOR);
        }
        if (!anyStartsWithAny(theirs, HEAP_SIZES)) {
            options.addAll(HEAP);
        }
        options.addAll(
                yieldingCompilers(
                        theirs, System.getProperty("os.name"), System.getProperty("user.name")));
        return options;
    }

    /**
     * Whoever is not root is warned by Java that no priority can be raised, which nobody asks for:
     * it is not to warn at all then. But what it has to say about options that the user chose
     * matters more than these.
     *
     * @param theirs the user's options
     */
    static List<String> yieldingCompilers(List<String> theirs, String system, String user) {
        if (!system.equals("Linux") || anyStartsWithAny(theirs, THREAD_PRIORITIES)) {
            return Collections.emptyList();
        }
        if (user.equals("root")) {
            return YIELDING_COMPILERS;
        }
        if (anyStartsWithAny(theirs, new String[] {"-XX:"})) {
            return Collections.emptyList();
        }
        List<String> unwarned = new ArrayList<>(YIELDING_COMPILERS);
        unwarned.add("-XX:-PrintWarnings");
        return unwarned;
    }

    private static List<String> all(List<String> wanted, Map<String, String> environment) {
        List<String> all = new ArrayList<>(wanted);
        for (String variable : JvmOptions.INHERITED) {
            all.addAll(words(environment.getOrDefault(variable, "")));
        }
        return all;
    }

    private static boolean anyCollector(List<String> options) {
        for (String option : options) {
            boolean use = option.startsWith("-XX:+Use") || option.startsWith("-XX:-Use");
            if (use && option.endsWith("GC")) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyStartsWithAny(List<String> options, String[] prefixes) {
        for (String option : options) {
            for (String prefix : prefixes) {
                if (option.startsWith(prefix)) {
                    return true;
                }
            }
        }
        return false;
    }
}
