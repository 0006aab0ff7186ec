package tori.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A method fits on a screen. */
class MethodLengthTest {

    private static final int MAX_LINES = 70;

    @Test
    void shouldFindNoLongMethod() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (String root : List.of("src", "bench")) {
            SourceFile.read(
                    SourceFile.below(Path.of(root)),
                    (file, source) ->
                            tooLong(source).forEach(found -> tooLong.add(file + ": " + found)));
        }
        assertThat(tooLong).as("methods of more than %d lines", MAX_LINES).isEmpty();
    }

    @Test
    void shouldSeeALongMethod() {
        String atLimit = "class A {\n    @Deprecated\n    int fits() {\n" + body(MAX_LINES) + "}\n";
        String beyond = "class A {\n    int tooLong() {\n" + body(MAX_LINES + 1) + "}\n";

        assertThat(tooLong(SourceFile.parse("A.java", atLimit))).isEmpty();
        assertThat(tooLong(SourceFile.parse("A.java", beyond)))
                .containsExactly("tooLong has 71 lines");
    }

    @Test
    void shouldSeeALongConstructorOfAnInnerClass() {
        String source = "class A {\n  class B {\n    B() {\n" + body(MAX_LINES + 5) + "}\n}\n";

        assertThat(tooLong(SourceFile.parse("A.java", source)))
                .containsExactly("<init> has 75 lines");
    }

    /** What follows the first of {@code lines} lines of a method. */
    private static String body(int lines) {
        return "        hashCode();\n".repeat(lines - 2) + "    }\n";
    }

    private static List<String> tooLong(SourceFile file) {
        return file.methods().stream()
                .filter(method -> method.lines() > MAX_LINES)
                .map(method -> method.name() + " has " + method.lines() + " lines")
                .toList();
    }
}
