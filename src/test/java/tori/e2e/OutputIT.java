package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a command says where its result cannot be written. */
@Timeout(60)
class OutputIT {

    @TempDir private Path folder;

    private ProcessBuilder schema() {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-jar",
                                System.getProperty("tori.jar", "target/tori.jar"),
                                "schema"))
                .redirectError(folder.resolve("err").toFile());
    }

    private String said() throws Exception {
        return Files.readString(folder.resolve("err"));
    }

    @Test
    void shouldNotMindAReaderThatHasSeenEnough() throws Exception {
        Process process = schema().start();
        try (InputStream unread = process.getInputStream()) {
            assertThat(unread).isNotNull();
        }
        assertThat(process.waitFor()).as(said()).isZero();
        assertThat(said()).isEmpty();
    }

    @Test
    void shouldFailWhereTheDiskIsFull() throws Exception {
        File full = new File("/dev/full");
        assumeTrue(full.exists(), "skipped: this system has no /dev/full");
        Process process = schema().redirectOutput(full).start();
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said())
                .contains("could not be written to standard output")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldWriteTheWholeResult() throws Exception {
        Process process = schema().start();
        byte[] result = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        assertThat(new String(result, StandardCharsets.UTF_8).strip()).endsWith("}");
    }
}
