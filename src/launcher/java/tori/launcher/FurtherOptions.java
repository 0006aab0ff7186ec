package tori.launcher;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at what {@link ShippedOptions#FURTHER} holds before it reaches a JVM, whose complaint would
 * not name the variable. Main thread only.
 */
final class FurtherOptions {

    /** With these the JVM would run something else, or nothing. */
    private static final Set<String> NOT_TORI =
            new HashSet<>(
                    Arrays.asList(
                            "-jar",
                            "-cp",
                            "-classpath",
                            "--class-path",
                            "-p",
                            "--module-path",
                            "-m",
                            "--module",
                            "-d",
                            "--describe-module",
                            "--list-modules",
                            "--validate-modules",
                            "--dry-run",
                            "--source",
                            "-version",
                            "--version",
                            "-fullversion",
                            "--full-version",
                            "-help",
                            "--help",
                            "--help-extra",
                            "-h",
                            "-?",
                            "-X"));

    /** Their value may be the next word. */
    private static final Set<String> WITH_A_VALUE =
            new HashSet<>(
                    Arrays.asList(
                            "--add-modules",
                            "--add-exports",
                            "--add-opens",
                            "--add-reads",
                            "--limit-modules",
                            "--patch-module",
                            "--enable-native-access"));

    private FurtherOptions() {}

    /** Why tori cannot be started with them, as a sentence; null if it can. */
    static @Nullable String refusal(Map<String, String> environment) {
        List<String> words = ShippedOptions.further(environment);
        boolean value = false;
        for (String word : words) {
            // A word with an @ names a file with more of them.
            if (!value && !word.startsWith("-") && !word.startsWith("@")) {
                return holds(word)
                        + ", which is no option of the JVM: options begin with a dash, as -Xmx1g.";
            }
            if (!value && NOT_TORI.contains(word.split("=", 2)[0])) {
                return holds(word)
                        + ", with which the JVM would not run tori: only options such as -Xmx1g"
                        + " can stand there.";
            }
            value = !value && WITH_A_VALUE.contains(word);
        }
        return null;
    }

    private static String holds(String word) {
        return ShippedOptions.FURTHER + " holds " + word;
    }
}
