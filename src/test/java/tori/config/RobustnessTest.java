package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever is in the file, the loader answers with a result and with places inside the file. */
class RobustnessTest {

    private static final String CONTRACT = contract();

    private final ConfigLoader loader =
            new ConfigLoader(name -> "https://discord.com/api/webhooks/1/verysecrettoken");

    @Property(tries = 2_000)
    void shouldAnswerToAnythingInPlaceOfAPiece(
            @ForAll("pieces") String piece,
            @ForAll("share") double at,
            @ForAll("share") double length) {
        int from = (int) (at * CONTRACT.length());
        int to = Math.min(CONTRACT.length(), from + (int) (length * 40));
        String text = CONTRACT.substring(0, from) + piece + CONTRACT.substring(to);

        LoadResult result = loader.load("x.yaml", text);

        if (result instanceof LoadResult.Invalid invalid) {
            int lines = (int) text.lines().count() + 1;
            assertThat(invalid.problems()).isNotEmpty();
            assertThat(invalid.problems())
                    .allSatisfy(problem -> assertThat(problem.place().line()).isBetween(0, lines));
        }
        assertThat(result.toString()).doesNotContain("verysecrettoken");
    }

    @Provide
    static Arbitrary<String> pieces() {
        return Arbitraries.of(
                "", "\t", "\n", "- ", ": ", "[", "]", "{", "}", "'", "\"", "&a ", "*a", "<<: ",
                "!!int ", "!x ", "? ", "|\n", "> ", "# ", "%", "@", "`", "\u0000", "\uF8C0", "${",
                "${A}", "${A:-", "$${", "~", "---\n", "...\n", "null", "😀", "\uD800");
    }

    @Provide
    static Arbitrary<Double> share() {
        return Arbitraries.doubles().between(0, 1);
    }

    @Test
    void shouldNotOverflowTheStackOnDeepAliases() {
        StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 20_000; i++) {
            text.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }

        assertThat(loader.load("x.yaml", text.toString())).isInstanceOf(LoadResult.Invalid.class);
    }

    private static String contract() {
        try {
            return Files.readString(Path.of("src/test/resources/config/good/contract.yaml"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
