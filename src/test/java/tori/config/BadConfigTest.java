package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every file in {@code config/bad} fails with exactly the lines of the {@code .expected} file
 * beside it. After a change of wording, {@code -Dexpected=write} writes them anew, to be read
 * before they are committed.
 */
class BadConfigTest {

    private static final Path FOLDER = Path.of("src/test/resources/config/bad");
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "WRONG_URL", "https://example.com/verysecrettoken",
                    "WRONG_SECRET", "verysecrettoken");

    private final ConfigLoader loader = new ConfigLoader(ENVIRONMENT::get);

    static Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldTellEveryProblemWithItsPlace(String name) throws IOException {
        LoadResult result = loader.load(FOLDER.resolve(name));

        assertThat(result).isInstanceOf(LoadResult.Invalid.class);
        List<String> lines =
                ((LoadResult.Invalid) result)
                        .problems().stream()
                                .map(problem -> problem.toString().replace(FOLDER + "/", ""))
                                .toList();
        Path expected = FOLDER.resolve(name.replace(".yaml", ".expected"));
        if ("write".equals(System.getProperty("expected"))) {
            Files.write(expected, lines);
        }
        assertThat(lines).containsExactlyElementsOf(Files.readAllLines(expected));
        assertThat(String.join("\n", lines)).doesNotContain("verysecrettoken", "geheim");
    }

    @Test
    void shouldHaveAtLeastThirtyFixtures() throws IOException {
        assertThat(files().count()).isGreaterThanOrEqualTo(30);
    }
}
