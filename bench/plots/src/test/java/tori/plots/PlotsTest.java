package tori.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class PlotsTest {

    private static final String PERCENTILES =
            "{\"count\": 10, \"p50\": 200000, \"p99\": 900000, \"p999\": 3000000, \"max\":"
                    + " 4000000}";

    @TempDir Path folder;

    private void write(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name + ".json"), json);
    }

    private static String jmh(String benchmark, String parameters, String figures) {
        return """
        {"benchmark": "tori.some.%s", "threads": 1, "params": {%s},
         "primaryMetric": {"scoreUnit": "ns/op", "rawData": [[%s]]},
         "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 0.4},
                                 "cpu": {"rawData": [[8, 6]]}}}\
        """
                .formatted(benchmark, parameters, figures);
    }

    private void writeAll() throws IOException {
        write(
                "latency-idle",
                """
                {"runs": [{"result": {"page_to_alert_ns": %s, "change_to_page_ns": %s,
                  "inside_ns": {"offered": %s, "first_byte": %s}}}]}\
                """
                        .formatted(PERCENTILES, PERCENTILES, PERCENTILES, PERCENTILES));
        write(
                "monitors",
                """
                {"runs": 3, "cases": [{"kind": "stub", "count": 1000, "figures":
                  {"live_heap_bytes_each": {"median": 800}, "cpu_us_each": {"median": 9}}}]}\
                """);
        write(
                "page-size",
                "["
                        + jmh("CompareBenchmark.jackson", "\"products\": \"10\"", "7, 8")
                        + ","
                        + jmh("CompareBenchmark.jackson", "\"products\": \"50\"", "35")
                        + "]");
        write(
                "queue-and-limiter",
                "["
                        + jmh("QueueBenchmark.burst", "\"through\": \"Disruptor\"", "13, 15")
                        + ","
                        + jmh("QueueBenchmark.one", "\"through\": \"tori\"", "200")
                        + ","
                        + jmh("WindowBenchmark.grantGuava", "", "35")
                        + "]");
        write("start", "{\"variants\": [{\"name\": \"shipped\", \"start_ms\": {\"median\": 5}}]}");
        write(
                "soak",
                "{\"runs\": 1, \"samples\": [{\"s\": 5, \"threads\": 30, \"live_mib\": 12.5},"
                        + " {\"s\": 70, \"threads\": 31, \"pause_max_ms\": 0.7}]}");
    }

    @Test
    void shouldDrawWhatThereAreFiguresFor() throws IOException {
        writeAll();
        for (Plot plot : Plots.ALL) {
            Path file = folder.resolve(plot.name() + ".svg");

            plot.draw(new Results(folder)).orElseThrow().write(file, false);

            assertThat(file).content().startsWith("<?xml").contains("fill:rgb(255,255,255)");
            assertThat(Files.size(file)).isLessThan(100_000);
        }
    }

    @Test
    void shouldTakeTheLastFolderAndNothingElse() {
        String here = folder.toString();

        assertThat(Plots.folder(List.of("--results", "/nonexistent", "--png", "--results", here)))
                .isEqualTo(folder);
        assertThatThrownBy(() -> Plots.folder(List.of("--results", here + "/nonexistent")))
                .hasMessage("there is no folder " + here + "/nonexistent");
        assertThatThrownBy(() -> Plots.folder(List.of("--results", here, "--pgn")))
                .hasMessageContaining("--pgn? Options");
        assertThatThrownBy(() -> Plots.folder(List.of("--png", "--results")))
                .hasMessage("--results needs a folder");
        assertThatThrownBy(() -> Plots.folder(List.of("--png"))).hasMessageContaining("which");
    }

    @Test
    void shouldDrawTheSameTwice() throws IOException {
        writeAll();
        for (Plot plot : Plots.ALL) {
            Path once = folder.resolve("once.svg");
            Path again = folder.resolve("again.svg");

            plot.draw(new Results(folder)).orElseThrow().write(once, false);
            plot.draw(new Results(folder)).orElseThrow().write(again, false);

            assertThat(again).as(plot.name()).hasSameTextualContentAs(once);
        }
    }

    @Test
    void shouldDrawNothingWithoutFigures() throws IOException {
        write("monitors", "{\"cases\": []}");

        for (Plot plot : Plots.ALL) {
            assertThat(plot.draw(new Results(folder))).as(plot.name()).isEmpty();
        }
    }

    @Test
    void shouldSayThatAResultIsNoJson() throws IOException {
        write("start", "ended by signal 9");

        assertThatThrownBy(() -> new StartPlot().draw(new Results(folder)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldReadTheSameFromAKeptResult() throws IOException {
        String own = "[" + jmh("A.b", "", "3, 1, 2") + "]";
        write("own", own);
        write("kept", "{\"runs\": [{\"load_before\": \"0.1\", \"result\": " + own + "}]}");

        List<JmhResult> figures = new Results(folder).jmh("own");

        assertThat(new Results(folder).jmh("kept")).isEqualTo(figures);
        assertThat(figures.getFirst().benchmark()).isEqualTo("A.b");
        assertThat(figures.getFirst().median()).isEqualTo(2);
        assertThat(figures.getFirst().medianCost()).isEqualTo(7);
        assertThat(JmhTable.of(figures))
                .contains("| A.b |  | ns/op | 1.0 | 2.0 | 3.0 | 7.0 (6.0–8.0) | 0 | 3 |");
    }

    @Test
    void shouldShowWhatAnEventCostsThatWasHandedOver() throws IOException {
        String some =
                jmh("A.b", "", "1, 1")
                        .replace(
                                "\"cpu\"",
                                """
                                "offered": {"rawData": [[100, 100]]},
                                "taken": {"rawData": [[50, 10]]}, "cpu"\
                                """);
        write("own", "[" + some + "," + jmh("A.c", "", "1") + "]");

        assertThat(JmhTable.of(new Results(folder).jmh("own")))
                .contains("| CPU | CPU per event handed over | B/op |")
                .contains(
                        "| A.b |  | ns/op | 1.0 | 1.0 | 1.0 | 7.0 (6.0–8.0) | 38.0 (16.0–60.0) | 0"
                                + " | 2 |")
                .contains("| A.c |  | ns/op | 1.0 | 1.0 | 1.0 | 7.0 (6.0–8.0) |  | 0 | 1 |");
    }
}
