package tori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.api.StatusReport;
import tori.api.StatusRows;
import tori.api.StatusSource.MonitorRow;
import tori.api.StatusSource.State;
import tori.model.MonitorId;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class StatusRunTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private List<String> print(List<MonitorRow> rows, Map<State, Integer> counts, boolean json) {
        StatusRun run =
                new StatusRun(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        () -> StatusRows.NOW);
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(run.of(new StatusReport(counts, rows, all), json)).isZero();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void shouldShowWhatPeopleWantToKnow() {
        List<String> lines =
                print(
                        List.of(
                                StatusRows.blind(
                                        new MonitorId("gorilla", "energy"),
                                        "the certificate of gorilla.example has expired"),
                                StatusRows.up(new MonitorId("box", "all"))),
                        Map.of(State.BLIND, 1, State.UP, 18, State.DOWN, 1),
                        false);
        assertThat(lines)
                .containsExactly(
                        "20 monitors: 1 blind, 1 down, 18 up",
                        "STATE     MONITOR         GOOD  CHANGE  NEXT  LAG  FAILS  WHY",
                        "blind 2h  gorilla/energy  2h    3d      29s   3ms  240    the certificate"
                                + " of gorilla.example has expired",
                        "up        box/all         1s    3d      29s   3ms");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("2 of 20; --limit and --offset show others");
    }

    @Test
    void shouldSteerNoTerminalAndFitALine() {
        MonitorRow sly =
                StatusRows.down(new MonitorId("\u001b[31m", "x".repeat(90)), "a\u0007b".repeat(99));
        List<String> lines = print(List.of(sly), Map.of(State.DOWN, 1), false);
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(140));
        assertThat(String.join("", lines).codePoints().filter(Character::isISOControl)).isEmpty();
    }

    @Test
    void shouldShowNothingAsNothing() {
        assertThat(print(List.of(), Map.of(), false)).containsExactly("0 monitors");
    }

    @Test
    void shouldPrintOneJsonObject() {
        List<String> lines =
                print(List.of(StatusRows.up(new MonitorId("a", "b"))), Map.of(State.UP, 1), true);
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .startsWith("{\"counts\":{\"blind\":0,")
                .endsWith("\"total\":1}");
    }
}
