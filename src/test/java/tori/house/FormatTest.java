package tori.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps every Java file in google-java-format's AOSP style. {@code mvn test -Dtest=FormatTest
 * -Dformat=apply} puts them in order.
 */
class FormatTest {

    private static final List<Path> ROOTS = List.of(Path.of("src"), Path.of("bench"));

    private final Formatter formatter =
            new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build());

    @Test
    void shouldFindEveryFileFormatted() throws IOException {
        List<Path> unformatted = new ArrayList<>();
        for (Path root : ROOTS) {
            for (Path file : SourceFile.below(root)) {
                if (!isFormatted(file)) {
                    unformatted.add(file);
                }
            }
        }
        assertThat(unformatted)
                .as("put in order with: mvn test -Dtest=FormatTest -Dformat=apply")
                .isEmpty();
    }

    private boolean isFormatted(Path file) throws IOException {
        String source = Files.readString(file);
        String formatted;
        try {
            formatted = formatter.formatSourceAndFixImports(source);
        } catch (FormatterException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        if (source.equals(formatted)) {
            return true;
        }
        if ("apply".equals(System.getProperty("format"))) {
            Files.writeString(file, formatted);
            return true;
        }
        return false;
    }
}
