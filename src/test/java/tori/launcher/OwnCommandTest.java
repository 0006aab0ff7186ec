package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

class OwnCommandTest {

    private static final List<String> WORDS =
            List.of("/opt/jdk/bin/java", "-Da=b c", "-Xmx64m", "-jar", "t.jar", "run", "", "-jar");

    @Test
    void shouldTellOptionsFromTheRest() {
        OwnCommand command =
                Objects.requireNonNull(OwnCommand.parse(WORDS, new String[] {"run", "", "-jar"}));

        assertThat(command.options()).containsExactly("-Da=b c", "-Xmx64m");
        assertThat(command.rest()).containsExactly("-jar", "t.jar", "run", "", "-jar");
    }

    @Test
    void shouldGiveUpOnWhatItDoesNotUnderstand() {
        assertThat(OwnCommand.parse(WORDS, new String[] {"run"})).isNull();
        assertThat(OwnCommand.parse(List.of("java", "-cp", "t.jar", "Main"), new String[0]))
                .isNull();
        assertThat(OwnCommand.parse(List.of("java", "-jar"), new String[0])).isNull();
        assertThat(OwnCommand.parse(List.of(), new String[0])).isNull();
    }

    @Test
    void shouldNotMistakeThisProcess() {
        // Surefire and IDEs start their tests with arguments that no test can know.
        assertThat(OwnCommand.read(new String[] {"nobody was given this"})).isNull();
    }
}
