package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is told of the archive to whom wants to be told. */
class PreparedStartTest {

    @TempDir Path temporary;

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        assumeTrue(File.separatorChar == '/', "skipped: archives are for Unix only");
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void listenNoMore() {
        System.setErr(before);
    }

    private List<String> options(List<String> given) throws IOException {
        Path jar = Files.writeString(temporary.resolve("tori.jar"), "a jar");
        return PreparedStart.options(
                given,
                Path.of(System.getProperty("java.home")),
                jar,
                Map.of(PreparedStart.MODE, "verbose"));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldSayThatNoArchiveIsToBeMade() throws IOException {
        List<String> options = options(List.of(PreparedStart.MAKE_NONE));
        assertThat(options).endsWith("-Dtori.launcher.archive=none");
        assertThat(said()).contains("none is to be made").doesNotContain("has no folder");
    }

    @Test
    void shouldMakeOneWhereItMay() throws IOException {
        assertThat(options(List.of())).endsWith("-Dtori.launcher.archive=make");
        assertThat(said()).isEmpty();
    }
}
