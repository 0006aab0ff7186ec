package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.MonitorId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a file says about what should work. */
class UptimeConfigTest {

    private static LoadResult.Loaded load(String text) {
        LoadResult result = new ConfigLoader(name -> null).load("config.yaml", text);
        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        return (LoadResult.Loaded) result;
    }

    private static final String FILE =
            """
            destinations: {log: {type: console}}
            defaults: {notify: [log], incident: {remind_every: 1h}}
            sites:
              - name: jobs
                monitors:
                  - {name: router, type: heartbeat, expect_every: 1m, incident: off}
                  - name: nightly
                    type: heartbeat
                    expect_every: 25h
                    token: a-secret-token
                    depends_on: jobs/router
                    incident: {open_after: 5, recheck_every: 1s}
                  - {name: weekly, type: heartbeat, expect_every: 8d}
            maintenance:
              - {sites: [jobs], from: "2026-12-01T02:00Z", to: "2026-12-01T05:00:30+01:00"}
              - {from: "2027-12-01T02:00Z", to: "2027-12-01T04:00Z"}
            """;

    @Test
    void shouldReadWhatShouldWorkAndWhatBearsOnIt() {
        Config config = load(FILE).config();
        MonitorConfig nightly = config.monitors().get(1);
        assertThat(nightly.kind())
                .isEqualTo(new HeartbeatConfig(Duration.ofHours(25), new Secret("a-secret-token")));
        assertThat(nightly.kind().toString()).doesNotContain("a-secret-token");
        assertThat(nightly.schedule().incident())
                .isEqualTo(new IncidentConfig(true, 5, 2, null, Duration.ofSeconds(1)));
        assertThat(config.monitors().getFirst().schedule().incident())
                .isEqualTo(IncidentConfig.OFF);
        assertThat(config.monitors().getLast().schedule().incident().remindEvery())
                .isEqualTo(Duration.ofHours(1));
        assertThat(config.surroundings().parents())
                .isEqualTo(
                        Map.of(
                                new MonitorId("jobs", "nightly"),
                                Set.of(new MonitorId("jobs", "router"))));
        assertThat(config.surroundings().maintenance())
                .isEqualTo(
                        List.of(
                                new MaintenanceConfig(
                                        Set.of("jobs"),
                                        Instant.parse("2026-12-01T02:00:00Z"),
                                        Instant.parse("2026-12-01T04:00:30Z")),
                                new MaintenanceConfig(
                                        Set.of(),
                                        Instant.parse("2027-12-01T02:00:00Z"),
                                        Instant.parse("2027-12-01T04:00:00Z"))));
    }

    @Test
    void shouldCoverItsSitesFromItsBeginningToItsEnd() {
        Instant from = Instant.parse("2026-12-01T02:00:00Z");
        Instant to = from.plusSeconds(60);
        MaintenanceConfig window = new MaintenanceConfig(Set.of("jobs"), from, to);
        assertThat(window.covers("jobs", from.minusNanos(1))).isFalse();
        assertThat(window.covers("jobs", from)).isTrue();
        assertThat(window.covers("jobs", to.minusNanos(1))).isTrue();
        assertThat(window.covers("jobs", to)).isFalse();
        assertThat(window.covers("shop", from)).isFalse();
        assertThat(new MaintenanceConfig(Set.of(), from, to).covers("shop", from)).isTrue();
    }

    @Test
    void shouldLeaveMonitorsAloneWhereOnlyTheirSurroundingsChange() {
        Config before = load(FILE).config();
        Config after =
                load(FILE.replace("2027-", "2028-").replace("depends_on: jobs/router", ""))
                        .config();
        ConfigDifference difference = ConfigDifference.between(before, after);
        assertThat(difference.surroundings()).isTrue();
        assertThat(difference.monitors().isEmpty()).isTrue();
        assertThat(difference.isEmpty()).isFalse();
    }

    @Test
    void shouldWarnWhereNobodyIsToldThatAPushWasMissed() {
        String deaf = FILE.replace("notify: [log]", "notify: [{to: log, events: [restocked]}]");
        assertThat(load(deaf).warnings())
                .anyMatch(warning -> warning.toString().contains("'missed' and 'resumed'"));
    }
}
