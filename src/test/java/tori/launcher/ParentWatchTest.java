package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class ParentWatchTest {

    @Test
    @Timeout(60)
    void shouldEndInOrderWhenTheLauncherIsKilled() throws Exception {
        assumeTrue(File.separatorChar == '/', "skipped: needs the sleep command");
        // Stands for the launcher: whoever has the process id is watched.
        Process parent = new ProcessBuilder("sleep", "600").start();
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                classPath(),
                                "-D" + ParentWatch.PARENT_PROPERTY + "=" + parent.pid(),
                                Watched.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader out = child.inputReader()) {
            assertThat(out.readLine()).isEqualTo("up null");
            parent.destroyForcibly();

            assertThat(out.readLine()).isEqualTo("bye");
            assertThat(child.waitFor()).isEqualTo(ParentWatch.TERMINATED);
        } finally {
            parent.destroyForcibly();
            child.destroyForcibly();
        }
    }

    /** Nothing but our own classes, so that no library logs in between. */
    private static String classPath() {
        return Stream.of(Watched.class, ParentWatch.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
