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

    /** It grows as far as the JVM allows; without this it begins with 1/64 of all memory. */
    private static final List<String> HEAP = Collections.singletonList("-Xms24m");

    /**
     * The young generation is a twelfth of the heap instead of a third: what lives is copied in
     * pauses of one millisecond instead of ten. It has 8 MB at least: each of its collections takes
     * a millisecond whatever there is to copy, and with fewer of them less becomes old that is
     * garbage. What survives two collections is old: that is some seconds at rest, and copying it
     * to and fro is a sixth of a pause. For the collector above; G1 would warn of the sizes.
     */
    private static final List<String> YOUNG_GENERATION =
            Arrays.asList("-XX:NewRatio=11", "-XX:NewSize=8m", "-XX:MaxTenuringThreshold=1");

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
     * The archive's classes without its profiles: acting on them compiles all of a rehearsal at
     * once, a tenth of what a start takes, and no alert is sooner for it (bench/results). Java
     * calls these options diagnostic, hence the first. A JVM without them goes by their defaults.
     */
    private static final List<String> WITHOUT_PROFILES =
            Arrays.asList(
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-AOTRecordTraining",
                    "-XX:-AOTReplayTraining");

    /**
     * The compilers yield to what is compiled: they take two fifths of the processor time of a
     * start, and delay alerts later. Not by more, or a storm on a full machine is interpreted for
     * long. The number is that of {@code nice}, so on Linux only. The last one: Java warns whoever
     * is not root that no priority can be raised, which nobody asks for.
     */
    private static final List<String> YIELDING_COMPILERS =
            Arrays.asList(
                    "-XX:ThreadPriorityPolicy=1",
                    "-XX:CompilerThreadPriority=5",
                    "-XX:-PrintWarnings");

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
        options.addAll(WITHOUT_PROFILES);
        List<String> theirs = all(wanted, environment);
        if (!anyCollector(theirs)) {
            options.addAll(COLLECTOR);
        }
        if (!anyStartsWithAny(theirs, HEAP_SIZES)) {
            options.addAll(HEAP);
            if (!anyCollector(theirs)) {
                options.addAll(YOUNG_GENERATION);
            }
        }
        if (System.getProperty("os.name").equals("Linux") && !anyOwnFlag(theirs)) {
            options.addAll(YIELDING_COMPILERS);
        }
        return options;
    }

    /**
     * Whether Java may have to warn of something that the user chose, which matters more than
     * priorities. Does not depend on who starts it: root makes the archive for a service's user.
     */
    private static boolean anyOwnFlag(List<String> options) {
        for (String option : options) {
            if (option.startsWith("-XX:")
                    && !anyStartsWithAny(Collections.singletonList(option), HEAP_SIZES)) {
                return true;
            }
        }
        return false;
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
