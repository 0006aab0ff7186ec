package tori.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class MarkedTableTest {

    @TempDir Path folder;

    @Test
    void shouldKeepTheWordsAroundTheTable() throws IOException {
        Path file = folder.resolve("a.md");
        Files.writeString(file, "Before.\n<!-- table -->\nold\n<!-- /table -->\nAfter.\n");

        MarkedTable.put(file, "table", "new\n");

        assertThat(file).hasContent("Before.\n<!-- table -->\nnew\n<!-- /table -->\nAfter.\n");
    }

    @Test
    void shouldLeaveAFileWithoutAPlaceAlone() throws IOException {
        Path file = folder.resolve("a.md");
        Files.writeString(file, "Words.\n");

        assertThat(MarkedTable.put(file, "table", "table\n")).isFalse();
        assertThat(file).hasContent("Words.\n");
    }

    @Test
    void shouldBeginAFileThatIsNotThere() throws IOException {
        Path file = folder.resolve("a.md");

        MarkedTable.put(file, "table", "once\n");
        MarkedTable.put(file, "table", "twice\n");

        assertThat(file).hasContent("<!-- table -->\ntwice\n<!-- /table -->\n");
    }

    @Test
    void shouldRefuseOneMarkAlone() throws IOException {
        Path file = folder.resolve("a.md");
        Files.writeString(file, "<!-- table -->\nold\n");

        assertThatThrownBy(() -> MarkedTable.put(file, "table", "new\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
