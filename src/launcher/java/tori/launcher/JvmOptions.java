package tori.launcher;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The options of this Java that the newer one is started with as well. Main thread only. */
final class JvmOptions {

    /** Variables that the JVM reads by itself: what they hold reaches the newer one anyway. */
    static final List<String> INHERITED =
            Arrays.asList("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final String[] PASSED_ON = {"-D", "-X", "-javaagent:", "-ea", "-da", "-esa"};

    /** Options that take hold of a port this process has taken already, or that Java 9 removed. */
    private static final String[] KEPT =
            new String[] {
                "-Xdebug", "-Xrunjdwp", "-Xbootclasspath", "-Dcom.sun.management.jmxremote"
            };

    private JvmOptions() {}

    /** What this process was started with, variables included; empty where that is unknown. */
    static List<String> ofThisProcess() {
        try {
            return ManagementFactory.getRuntimeMXBean().getInputArguments();
        } catch (LinkageError e) {
            return Collections.emptyList(); // a runtime image without java.management
        }
    }

    /**
     * Those of {@code options} that make sense a second time: system properties, {@code -X}, {@code
     * -XX} and Java agents. A flag that newer Javas have dropped is ignored there, not an error.
     *
     * @param environment the variables that the newer Java inherits
     */
    static List<String> toPassOn(List<String> options, Map<String, String> environment) {
        Collection<String> inherited = new HashSet<>();
        for (String variable : INHERITED) {
            Collections.addAll(inherited, environment.getOrDefault(variable, "").split("\\s+"));
        }
        List<String> passed = new ArrayList<>();
        boolean flags = false;
        for (String option : options) {
            if (startsWithAny(option, PASSED_ON)
                    && !startsWithAny(option, KEPT)
                    && !inherited.contains(option)) {
                passed.add(option);
                flags |= option.startsWith("-XX:");
            }
        }
        if (flags) {
            passed.add(0, "-XX:+IgnoreUnrecognizedVMOptions");
        }
        return passed;
    }

    private static boolean startsWithAny(String option, String[] prefixes) {
        for (String prefix : prefixes) {
            if (option.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
