package tori.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a class in a process of its own: a native library is loaded once in each. */
public final class ChildJvm {

    private ChildJvm() {}

    /**
     * What the class says on both streams, in a locale that knows ASCII only.
     *
     * @param options of the JVM
     */
    public static String run(Class<?> main, String... options)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"));
        builder.command().addAll(List.of(options));
        builder.command().add(main.getName());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.redirectErrorStream(true).start();
        try {
            String said = process.inputReader().readAllAsString();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said.strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
