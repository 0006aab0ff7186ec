package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Loads the library in processes of its own, because it is loaded once in each. */
class NativeLibraryTest {

    @TempDir Path temporary;

    private String run(String... options) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"));
        builder.command().addAll(List.of(options));
        builder.command().add(Loading.class.getName());
        Process process = builder.redirectErrorStream(true).start();
        try {
            String said = process.inputReader().readAllAsString();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said.strip();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        assertThat(run("-Djava.io.tmpdir=" + temporary)).isEqualTo("works, path null, folder null");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void shouldUseTheFolderThatTheDriverIsToldToUse() throws Exception {
        Path told = Files.createDirectory(temporary.resolve("told"));
        Path other = Files.createDirectory(temporary.resolve("other"));

        assertThat(run("-Djava.io.tmpdir=" + other, "-Dorg.sqlite.tmpdir=" + told))
                .isEqualTo("works, path null, folder " + told);
        assertThat(told).isEmptyDirectory();
        assertThat(other).isEmptyDirectory();
    }

    @Test
    void shouldLeaveALibraryOfTheUsersOwnToTheDriver() throws Exception {
        assertThat(run("-Djava.io.tmpdir=" + temporary, "-Dorg.sqlite.lib.path=/nowhere"))
                .isEqualTo("works, path /nowhere, folder null");
    }

    /** Loads it, uses it, and says how the driver's settings are afterwards. */
    static final class Loading {

        private Loading() {}

        public static void main(String[] args) throws Exception {
            NativeLibrary.load();
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
                boolean works = connection.createStatement().execute("SELECT 1");
                System.out.printf(
                        "%s, path %s, folder %s%n",
                        works ? "works" : "does not work",
                        System.getProperty("org.sqlite.lib.path"),
                        System.getProperty("org.sqlite.tmpdir"));
            }
        }
    }
}
