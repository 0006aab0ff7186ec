package tori.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.library.ChildJvm;

import java.nio.file.Files;
import java.nio.file.Path;

/** Loads the libraries in processes of its own, because they are loaded once in each. */
class NativeDecodersTest {

    @TempDir Path temporary;

    private static String load(String... options) throws Exception {
        return ChildJvm.run(Loading.class, options);
    }

    @Test
    void shouldLeaveNothingBehindHoweverTheProcessEnds() throws Exception {
        assertThat(load("-Djava.io.tmpdir=" + temporary)).endsWith("zstd, br, gzip");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void shouldDoWithoutWhereThereIsNoFolderForTemporaryFiles() throws Exception {
        Path missing = temporary.resolve("missing");
        assertThat(load("-Djava.io.tmpdir=" + missing)).endsWith("gzip");
        assertThat(missing).doesNotExist();
    }

    @Test
    void shouldLeaveALibraryOfTheUsersOwnAlone() throws Exception {
        Path broken = Files.writeString(temporary.resolve("mine.so"), "this is no library");
        assertThat(load("-Djava.io.tmpdir=" + temporary, "-Dbrotli4j.library.path=" + broken))
                .endsWith("zstd, gzip");
        assertThat(temporary).isDirectoryContaining(broken::equals);
    }

    /** Says what can be decoded, and ends like a process that is killed. */
    static final class Loading {

        private Loading() {}

        public static void main(String[] args) {
            System.out.println(Decompressors.all().accepted());
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }
}
