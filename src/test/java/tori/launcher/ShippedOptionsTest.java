package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseZGC", "-XX:+UseG1GC", "-XX:-UseSerialGC"})
    void shouldLeaveTheCollectorToTheUser(String collector) {
        assertThat(ShippedOptions.beside(List.of(collector), Map.of()))
                .noneMatch(option -> option.endsWith("GC"))
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

    @Test
    void shouldLetTheCompilersYieldWithoutAWarningThatNobodyCanActOn() {
        assertThat(ShippedOptions.yieldingCompilers(List.of(), "Linux", "root"))
                .contains("-XX:CompilerThreadPriority=5")
                .doesNotContain("-XX:-PrintWarnings");
        assertThat(ShippedOptions.yieldingCompilers(List.of("-Xmx1g"), "Linux", "tori"))
                .contains("-XX:CompilerThreadPriority=5", "-XX:-PrintWarnings");
        assertThat(ShippedOptions.yieldingCompilers(List.of("-XX:+UseZGC"), "Linux", "tori"))
                .isEmpty();
        assertThat(ShippedOptions.yieldingCompilers(List.of("-XX:+UseZGC"), "Linux", "root"))
                .isNotEmpty();
    }

    @Test
    void shouldLeavePrioritiesToTheUserAndToOtherSystems() {
        for (String wanted :
                List.of("-XX:ThreadPriorityPolicy=0", "-XX:CompilerThreadPriority=1")) {
            assertThat(ShippedOptions.yieldingCompilers(List.of(wanted), "Linux", "root"))
                    .isEmpty();
        }
        assertThat(ShippedOptions.yieldingCompilers(List.of(), "Mac OS X", "root")).isEmpty();
    }

    @Test
    void shouldReadFurtherOptions() {
        assertThat(ShippedOptions.further(Map.of("TORI_JAVA_OPTS", "  -Xmx1g  -Da=b ")))
                .containsExactly("-Xmx1g", "-Da=b");
        assertThat(ShippedOptions.further(Map.of("TORI_JAVA_OPTS", " "))).isEmpty();
        assertThat(ShippedOptions.further(Map.of())).isEmpty();
    }
}
