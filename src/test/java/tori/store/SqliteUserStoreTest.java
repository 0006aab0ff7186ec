package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.account.NewUser;
import tori.config.StorePlace;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/** Users in a SQLite file. */
class SqliteUserStoreTest extends SqlUserStoreContract {

    @TempDir Path folder;

    @Override
    StorePlace place() {
        return new StorePlace.Sqlite(folder.resolve("tori.db").toString());
    }

    @Test
    void shouldKeepItsFilesFromOtherUsersOfTheMachine() throws Exception {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        users().add(new NewUser("bob", "hash", false, Instant.EPOCH), false);
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> !file.toString().endsWith(".lock")))
                    .hasSizeGreaterThan(1)
                    .allSatisfy(file ->
                            assertThat(Files.getPosixFilePermissions(file))
                                    .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }

    @Test
    void shouldPromiseNothingThatWillBeGone() throws Exception {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Files.delete(folder.resolve("tori.db"));
        NewUser bob = new NewUser("bob", "hash", false, Instant.EPOCH);
        assertThatThrownBy(() -> users().add(bob, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was deleted");
    }
}
