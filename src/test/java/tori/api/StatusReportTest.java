package tori.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import tori.api.StatusSource.MonitorRow;
import tori.api.StatusSource.State;
import tori.model.MonitorId;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

class StatusReportTest {

    private static final List<MonitorRow> ALL =
            List.of(
                    StatusRows.up(new MonitorId("a", "one")),
                    StatusRows.down(new MonitorId("a", "two"), "the store answered 500"),
                    StatusRows.up(new MonitorId("b", "one")),
                    StatusRows.blind(new MonitorId("b", "two"), "too slow"));

    private static StatusQuery query(Set<State> states, String site, boolean worst, int limit) {
        return new StatusQuery(states, site, worst, limit, 0);
    }

    private static List<String> names(StatusReport report) {
        return report.rows().stream().map(row -> row.monitor().toString()).toList();
    }

    @Test
    void shouldShowTheWorstFirstOrAllInTheirOrder() {
        StatusReport worst = StatusReport.of(ALL, query(Set.of(), null, true, 10));
        assertThat(names(worst)).containsExactly("b/two", "a/two", "a/one", "b/one");
        assertThat(worst.counts()).isEqualTo(Map.of(State.BLIND, 1, State.DOWN, 1, State.UP, 2));
        StatusReport order = StatusReport.of(ALL, query(Set.of(), null, false, 10));
        assertThat(names(order)).containsExactly("a/one", "a/two", "b/one", "b/two");
    }

    @Test
    void shouldShowAPageOfWhatIsAskedFor() {
        StatusReport up = StatusReport.of(ALL, query(Set.of(State.UP), null, false, 1));
        assertThat(names(up)).containsExactly("a/one");
        assertThat(up.total()).isEqualTo(2);
        StatusReport next =
                StatusReport.of(ALL, new StatusQuery(Set.of(State.UP), null, false, 1, 1));
        assertThat(names(next)).containsExactly("b/one");
        StatusReport site = StatusReport.of(ALL, query(Set.of(), "b", true, 10));
        assertThat(names(site)).containsExactly("b/two", "b/one");
        assertThat(site.monitors()).isEqualTo(2);
        assertThat(StatusReport.of(ALL, query(Set.of(), "c", true, 10)).total()).isZero();
    }

    @Test
    void shouldReadWhatItWrites() throws Exception {
        List<MonitorRow> rows = new ArrayList<>(ALL);
        rows.add(
                new MonitorRow(
                        new MonitorId("c", "new"),
                        State.WAITING,
                        null,
                        null,
                        null,
                        null,
                        StatusRows.up(new MonitorId("a", "b")).lag(),
                        "",
                        null,
                        0,
                        null,
                        0));
        StatusReport report = StatusReport.of(rows, query(Set.of(), null, false, 10));
        JsonNode json = new ObjectMapper().readTree(StatusJson.report(report));
        assertThat(StatusJson.read(json)).isEqualTo(report);
        JsonNode blind = json.path("monitors").get(3);
        assertThat(blind.path("state").asText()).isEqualTo("blind");
        assertThat(blind.at("/blind/since").asText()).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(blind.at("/blind/detail").asText()).isEqualTo("too slow");
        assertThat(blind.path("consecutive_failures").asInt()).isEqualTo(240);
        assertThat(json.at("/counts/waiting").asInt()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatIsNoStatus() throws Exception {
        ObjectMapper json = new ObjectMapper();
        for (String text :
                List.of(
                        "{}",
                        "{\"monitors\":[],\"total\":\"0\"}",
                        "{\"monitors\":[{\"state\":\"odd\"}],\"total\":1}",
                        "{\"monitors\":[{\"state\":\"up\",\"last_good\":\"then\"}],\"total\":1}")) {
            JsonNode data = json.readTree(text);
            assertThatThrownBy(() -> StatusJson.read(data)).isInstanceOf(IOException.class);
        }
    }
}
