package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The tables of the reference say what the loader does. After a change of the keys, {@code
 * -Dreference=write} writes them anew.
 */
class ReferenceTest {

    private static final Path PAGE = Path.of("src/docs/configuration.md");
    private static final String BEGIN = "<!-- keys -->\n";
    private static final String END = "<!-- end of keys -->\n";

    @Test
    void shouldListEveryKeyAsItIs() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        String tables = String.join("\n", Reference.tables()) + "\n";
        if ("write".equals(System.getProperty("reference"))) {
            page = page.substring(0, from) + tables + page.substring(to);
            Files.writeString(PAGE, page);
            to = page.indexOf(END);
        }
        assertThat(page.substring(from, to)).isEqualTo(tables);
    }
}
