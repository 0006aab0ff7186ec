package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.library.ChildJvm;
import tori.telemetry.CountingMeters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;

/** Loads the library in processes of its own, because it is loaded once in each. */
class NativeLibraryTest {

    @TempDir Path temporary;

    private static String load(String... options) throws Exception {
        return ChildJvm.run(Loading.class, options);
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        assertThat(load("-Djava.io.tmpdir=" + temporary))
                .isEqualTo("works, path null, folder null");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void shouldUseTheFolderThatTheDriverIsToldToUse() throws Exception {
        Path told = Files.createDirectory(temporary.resolve("told"));
        Path other = Files.createDirectory(temporary.resolve("other"));

        assertThat(load("-Djava.io.tmpdir=" + other, "-Dorg.sqlite.tmpdir=" + told))
                .isEqualTo("works, path null, folder " + told);
        assertThat(told).isEmptyDirectory();
        assertThat(other).isEmptyDirectory();
    }

    @Test
    void shouldLeaveALibraryOfTheUsersOwnToTheDriver() throws Exception {
        assertThat(load("-Djava.io.tmpdir=" + temporary, "-Dorg.sqlite.lib.path=/nowhere"))
                .isEqualTo("works, path /nowhere, folder null");
    }

    /** Under LC_ALL=C, where no file can be named like that. */
    @Test
    void shouldSayWhichFolderItNeedsInsteadOfOneThatTheLocaleForbids() throws Exception {
        assertThat(ChildJvm.run(Opening.class, "-Dtest.file=" + temporary.resolve("tori.db")))
                .contains(
                        "SQLite's native library could not be unpacked into /tmp/v",
                        "-Djava.io.tmpdir=FOLDER");
    }

    /** Opens a store where temporary files belong into a folder with an umlaut. */
    static final class Opening {

        private Opening() {}

        public static void main(String[] args) {
            // Not by an option: which characters arrive would depend on this test's locale.
            System.setProperty("java.io.tmpdir", "/tmp/v\u00f6gel");
            try {
                SqlStore.open(
                                StoreFixtures.settings(Path.of(System.getProperty("test.file"))),
                                StoreFixtures.dependencies(new CountingMeters()))
                        .close();
                System.out.println("works");
            } catch (StoreException e) {
                System.out.println(e.getMessage());
            }
        }
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
