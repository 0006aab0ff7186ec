package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

@DisabledOnOs(OS.WINDOWS) // scripts
class ArchiveMakerTest {

    /** Writes the archive that it is asked for. */
    private static final String ASSEMBLY =
            """
            for word; do case $word in -XX:AOTCache=*) file=${word#*=};; esac; done
            case "$*" in
            *AOTMode=create*) echo archive > "$file";;
            """;

    @TempDir private Path folder;

    @Test
    void shouldKeepAnArchiveThatAJvmStartsWith() throws IOException {
        assertThat(make("*AOTMode=on*) test -s \"$file\" || exit 1;;")).isTrue();
        assertThat(files()).containsExactly("tori.aot", "tori.aot.crc");
    }

    @Test
    void shouldKeepNoArchiveThatAJvmCrashesWith() throws IOException {
        assertThat(make("*AOTMode=on*) kill -SEGV $$;;")).isFalse();
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldMakeAnotherWhereTheFirstDoesNotStandItsTrial() throws IOException {
        Path tried = folder.resolve("tried");
        String once = "*AOTMode=on*) test -e TRIED && exit 0; touch TRIED; kill -SEGV $$;;";
        assertThat(make(once.replace("TRIED", tried.toString()))).isTrue();
        assertThat(files()).containsExactly("tori.aot", "tori.aot.crc");
    }

    @Test
    void shouldKeepNoArchiveThatCannotBeMade() throws IOException {
        assertThat(make("*AOTMode=record*) exit 1;;")).isFalse();
        assertThat(files()).isEmpty();
    }

    private boolean make(String step) throws IOException {
        Path home = FakeJdk.create(folder.resolve("jdk"), "25", ASSEMBLY + step + "\nesac");
        Path archives = Files.createDirectory(folder.resolve("archives"));
        Archive archive = new Archive(archives.resolve("tori.aot"));
        return new ArchiveMaker(archive, home, List.of(), folder.resolve("tori.jar"), false).make();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("archives"))) {
            // The library is there where one is for this machine; SystemCallLibraryTest has it.
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".so"))
                    .sorted()
                    .toList();
        }
    }
}
