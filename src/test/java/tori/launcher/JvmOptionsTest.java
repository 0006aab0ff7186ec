package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class JvmOptionsTest {

    @Test
    void shouldPassOnPropertiesAndSizes() {
        assertThat(passed("-Dname=two words", "-Xmx2g", "-Xss512k", "-ea"))
                .containsExactly("-Dname=two words", "-Xmx2g", "-Xss512k", "-ea");
    }

    @Test
    void shouldLetTheNewerJavaIgnoreFlagsItHasDropped() {
        assertThat(passed("-XX:+UseConcMarkSweepGC", "-Xmx1g"))
                .containsExactly(
                        "-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UseConcMarkSweepGC", "-Xmx1g");
    }

    @Test
    void shouldKeepWhatTakesAPortOrIsGone() {
        assertThat(
                        passed(
                                "-agentlib:jdwp=transport=dt_socket,address=5005,server=y",
                                "-Xrunjdwp:address=5005",
                                "-Xbootclasspath/p:old.jar",
                                "-Dcom.sun.management.jmxremote.port=9010",
                                "--illegal-access=permit"))
                .isEmpty();
    }

    @Test
    void shouldNotRepeatWhatTheVariablesBring() {
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g -javaagent:a.jar");

        assertThat(JvmOptions.toPassOn(List.of("-Xmx1g", "-javaagent:a.jar", "-Dx=1"), environment))
                .containsExactly("-Dx=1");
    }

    private static List<String> passed(String... options) {
        return JvmOptions.toPassOn(List.of(options), Map.of());
    }
}
