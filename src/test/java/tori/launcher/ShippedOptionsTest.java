package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class ShippedOptionsTest {

    @Test
    void shouldChooseOneCollectorAndAHeap() {
        assertThat(ShippedOptions.beside(List.of("-Dx=1"), Map.of()))
                .satisfiesOnlyOnce(option -> assertThat(option).matches("-XX:\\+Use\\w+GC"))
                .satisfiesOnlyOnce(option -> assertThat(option).startsWith("-Xms"));
    }

    @Test
    void shouldEndTheProcessWhereMemoryRunsOut() {
        assertThat(ShippedOptions.beside(List.of("-Xmx512m"), Map.of()))
                .contains("-XX:+ExitOnOutOfMemoryError");
    }

    /** Java refuses what it calls diagnostic where it has not been unlocked before. */
    @Test
    void shouldUnlockBeforeItLeavesOutProfiles() {
        assertThat(ShippedOptions.beside(List.of(), Map.of()))
                .containsSubsequence(
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-AOTReplayTraining");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseZGC", "-XX:+UseG1GC", "-XX:-UseSerialGC"})
    void shouldLeaveTheCollectorToTheUser(String collector) {
        assertThat(ShippedOptions.beside(List.of(collector), Map.of()))
                .noneMatch(option -> option.endsWith("GC"))
                .noneMatch(option -> option.startsWith("-XX:New"))
                .anyMatch(option -> option.startsWith("-Xms"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx16m", "-Xms1g", "-XX:MaxRAMPercentage=70", "-XX:MaxHeapSize=9m"})
    void shouldLeaveTheHeapToTheUser(String size) {
        assertThat(ShippedOptions.beside(List.of(size), Map.of()))
                .noneMatch(option -> option.startsWith("-Xms"));
        assertThat(ShippedOptions.beside(List.of(), Map.of("JAVA_TOOL_OPTIONS", "-Da=b " + size)))
                .noneMatch(option -> option.startsWith("-Xms"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-agentlib:jdwp=server=y",
                "-javaagent:a.jar",
                "-XX:StartFlightRecording",
                "-XX:AOTCache=mine",
                "-Xshare:off"
            })
    void shouldLeaveAJvmAloneThatWasAskedForSpecially(String option) {
        assertThat(ShippedOptions.keepThisJvm(List.of("-Da=b", option), Map.of())).isTrue();
        assertThat(ShippedOptions.keepThisJvm(List.of(), Map.of("JDK_JAVA_OPTIONS", option)))
                .isTrue();
        assertThat(ShippedOptions.keepThisJvm(List.of("-Xmx1g", "-Da=b"), Map.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Da=b", "-Xmx1g", "-XX:MaxRAMPercentage=70"})
    @EnabledOnOs(OS.LINUX)
    void shouldLetTheCompilersYieldWithoutAWarningThatNobodyCanActOn(String wanted) {
        assertThat(ShippedOptions.beside(List.of(wanted), Map.of()))
                .contains("-XX:CompilerThreadPriority=5", "-XX:-PrintWarnings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseZGC", "-XX:CompilerThreadPriority=1", "-XX:+PrintWarnings"})
    void shouldLetJavaWarnOfWhatTheUserChose(String wanted) {
        assertThat(ShippedOptions.beside(List.of(wanted), Map.of()))
                .doesNotContain("-XX:-PrintWarnings", "-XX:CompilerThreadPriority=5");
    }

    /** Root makes the archive of the image, and another user is to find it. */
    @ParameterizedTest
    @ValueSource(strings = {"root", "tori", "?"})
    void shouldBeTheSameForEveryUser(String user) {
        String before = System.getProperty("user.name");
        List<String> expected = ShippedOptions.beside(List.of("-Da=b"), Map.of());
        try {
            System.setProperty("user.name", user);
            assertThat(ShippedOptions.beside(List.of("-Da=b"), Map.of())).isEqualTo(expected);
        } finally {
            System.setProperty("user.name", before);
        }
    }

    @Test
    void shouldReadFurtherOptions() {
        assertThat(ShippedOptions.further(Map.of("TORI_JAVA_OPTS", "  -Xmx1g  -Da=b ")))
                .containsExactly("-Xmx1g", "-Da=b");
        assertThat(ShippedOptions.further(Map.of("TORI_JAVA_OPTS", " "))).isEmpty();
        assertThat(ShippedOptions.further(Map.of())).isEmpty();
    }
}
