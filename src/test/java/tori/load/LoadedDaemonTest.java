package tori.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class LoadedDaemonTest {

    @Test
    void shouldWatchItsParentAndMakeNoArchive() {
        assertThat(LoadedDaemon.command(List.of("java", "-jar", "tori.jar"), 77))
                .containsExactly(
                        "java",
                        "-Dtori.launcher.parent=77",
                        "-Dtori.launcher.making=no",
                        "-jar",
                        "tori.jar",
                        "run");
    }

    @Test
    void shouldDeleteAFolderWithAllThatIsInIt(@TempDir Path place) throws Exception {
        Path folder = Files.createDirectories(place.resolve("load"));
        Files.createDirectories(folder.resolve("profiles"));
        Files.writeString(folder.resolve("profiles/tori.jfc"), "x");
        Files.writeString(folder.resolve("tori.log"), "x");

        LoadFolder.delete(folder);

        assertThat(folder).doesNotExist();
    }
}
