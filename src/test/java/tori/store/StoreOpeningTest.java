package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.config.StorePlace;
import tori.model.MonitorId;
import tori.telemetry.CountingMeters;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What users read when the database cannot be used, and that nothing happens to it then. */
class StoreOpeningTest {

    private static final MonitorId ENERGY = new MonitorId("gorilla", "energy");

    @TempDir Path folder;

    private SqlStore open(Path file) throws StoreException {
        return SqlStore.open(
                StoreFixtures.settings(file), StoreFixtures.dependencies(new CountingMeters()));
    }

    private void assertRefused(Path file, String... parts) {
        assertThatThrownBy(() -> open(file).close())
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContainingAll(parts);
    }

    private void assertRefusedUntouched(Path file, String... parts) throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertRefused(file, parts);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void shouldCreateMissingFolders() throws Exception {
        Path file = folder.resolve("a/b/tori.db");
        open(file).close();
        assertThat(file).exists();
    }

    @Test
    void shouldRefuseAFileThatIsNoDatabase() throws Exception {
        Path file =
                Files.writeString(folder.resolve("notes.txt"), "These are my notes.\n".repeat(99));
        assertRefusedUntouched(file, "is not a SQLite database", "tori will not overwrite it");
    }

    @Test
    void shouldRefuseADamagedDatabaseAndLeaveItAsItIs() throws Exception {
        Path file = folder.resolve("tori.db");
        Map<Long, String> entries = new HashMap<>();
        for (long key = 0; key < 2_000; key++) {
            entries.put(key, "entry " + key);
        }
        try (SqlStore store = open(file)) {
            store.record(ENERGY, StateStoreContract.whole("a", entries), List.of());
        }
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(raw.length() / 2 / 4096 * 4096);
            raw.write(new byte[8192]);
        }
        assertRefusedUntouched(
                file, "is damaged", "restore a backup", "tori will not overwrite it");
    }

    @Test
    void shouldRefuseACutOffDatabase() throws Exception {
        Path file = folder.resolve("tori.db");
        open(file).close();
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(5_000);
        }
        assertRefusedUntouched(file, "is damaged");
    }

    @Test
    void shouldRefuseADatabaseOfAnotherProgram() throws Exception {
        Path file = folder.resolve("other.db");
        execute(file, "CREATE TABLE bookmarks (url TEXT)");
        assertRefusedUntouched(file, "is a database of another program");
    }

    @Test
    void shouldRefuseADatabaseOfANewerTori() throws Exception {
        Path file = folder.resolve("tori.db");
        open(file).close();
        execute(file, "PRAGMA user_version = 99");
        assertRefused(
                file,
                "was written by a newer tori (schema 99, this one knows "
                        + Scripts.SQLITE.newest()
                        + ")");
    }

    private static void execute(Path file, String sql) throws Exception {
        try (Connection connection = Database.connect(file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void shouldRefuseAFolder() throws Exception {
        assertRefused(Files.createDirectory(folder.resolve("tori.db")), "is a folder");
    }

    @Test
    void shouldRefuseAFolderThatCannotBeCreated() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "");
        assertRefused(plain.resolve("tori.db"), "cannot be created", "not a folder");
    }

    @Test
    void shouldRefuseAReadOnlyFile() throws Exception {
        Path file = folder.resolve("tori.db");
        open(file).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        Assumptions.assumeFalse(Files.isWritable(file), "skipped: this user may write anything");
        assertRefusedUntouched(file, "is read-only");
    }

    @Test
    void shouldRefuseAFolderItMayNotWriteIn() throws Exception {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        Assumptions.assumeFalse(Files.isWritable(locked), "skipped: this user may write anything");
        assertRefused(locked.resolve("tori.db"), "permission denied");
    }

    @Test
    void shouldRefuseAFileThisProcessUsesAlready() throws Exception {
        Path file = folder.resolve("tori.db");
        try (SqlStore store = open(file)) {
            assertRefused(
                    file, "in use by another tori (pid " + ProcessHandle.current().pid() + ")");
            assertThat(store.latestEvents(1)).isEmpty();
        }
    }

    @Test
    void shouldSayWhichOtherProcessUsesTheFile() throws Exception {
        Path file = folder.resolve("tori.db");
        try (WriterProcess other = WriterProcess.start(new StorePlace.Sqlite(file.toString()))) {
            other.awaitLines(1);
            assertRefused(file, "in use by another tori (pid " + other.pid() + ")");
        }
        // The lock went with the process, though it was killed.
        open(file).close();
    }

    @Test
    void shouldWaitForNobodyWhenAnotherProgramHasTheDatabaseLocked() throws Exception {
        Path file = folder.resolve("tori.db");
        open(file).close();
        try (Connection browser = Database.connect(file);
                Statement statement = browser.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("BEGIN EXCLUSIVE");
            assertRefused(file, "is locked by another program");
        }
    }

    @Test
    void shouldRefuseAFileOfTwoNames() throws Exception {
        Path file = folder.resolve("one.db");
        SqlStore.open(StoreSettings.of(file), StoreFixtures.dependencies(new CountingMeters()))
                .close();
        Files.createLink(folder.resolve("two.db"), file);

        assertThatThrownBy(() ->
                        SqlStore.open(
                                StoreSettings.of(folder.resolve("two.db")),
                                StoreFixtures.dependencies(new CountingMeters())))
                .hasMessageContaining("hard links");
    }

    @Test
    void shouldKnowWhetherTheLastToriGaveTheDatabaseBack() throws Exception {
        Path file = folder.resolve("lease.db");
        try (FileLease lease = FileLease.acquire(file)) {
            assertThat(lease.isKnown()).isFalse();
        }
        try (FileLease lease = FileLease.acquire(file)) {
            assertThat(lease.isKnown()).isTrue();
            assertThat(lease.wasLeft()).isFalse();
        }
        Files.writeString(folder.resolve("lease.db.lock"), "4711");
        try (FileLease lease = FileLease.acquire(file)) {
            assertThat(lease.wasLeft()).isTrue();
        }
    }
}
