package tori.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** Figures say where they were taken. */
class MachineTest {

    @Test
    void shouldNameTheFirstProcessorOrNone() {
        assertThat(
                        Machine.model(
                                List.of(
                                        "processor\t: 0",
                                        "model name\t: Fast 9",
                                        "model name\t: 8")))
                .isEqualTo("Fast 9");
        assertThat(Machine.model(List.of())).isEmpty();
    }

    @Test
    void shouldDescribeThisProcess() {
        Machine machine = Machine.of(ProcessHandle.current().pid(), Instant.EPOCH);
        assertThat(machine.processors()).isPositive();
        assertThat(machine.java()).contains(Runtime.version().toString());
        assertThat(machine.measured()).isEqualTo(machine.command());
    }
}
