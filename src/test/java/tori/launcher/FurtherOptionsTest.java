package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class FurtherOptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  -Xmx1g  -Da=b -ea",
                "-XX:+UseZGC -Xlog:gc",
                "--add-opens java.base/java.lang=ALL-UNNAMED -Xmx1g",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "@options"
            })
    void shouldLetOptionsOfTheJvmPass(String options) {
        assertThat(refusal(options)).isNull();
        assertThat(FurtherOptions.refusal(Map.of())).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "-Xmx1g garbage",
                "--add-modules java.sql garbage",
                "garbage -ea"
            })
    void shouldRefuseWhatIsNoOption(String options) {
        assertThat(refusal(options)).startsWith("TORI_JAVA_OPTS holds garbage, which is no option");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-jar",
                "-cp",
                "-classpath",
                "--class-path=a.jar",
                "-version",
                "--version",
                "-help",
                "--help",
                "-X",
                "--module=a"
            })
    void shouldRefuseWhatWouldRunSomethingElse(String option) {
        assertThat(refusal("-Xmx1g " + option + " x"))
                .startsWith("TORI_JAVA_OPTS holds " + option + ", with which");
    }

    @Test
    void shouldNotTakeTheValueOfAnOptionForOne() {
        assertThat(refusal("--add-modules -jar")).isNull();
    }

    private static @Nullable String refusal(String options) {
        return FurtherOptions.refusal(Map.of("TORI_JAVA_OPTS", options));
    }
}
