package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.time.Recurrence;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** When it is told that a monitor is blind, and that tori is alive. */
class AlarmsTest {

    private static LoadResult.Loaded load(String text) {
        LoadResult result =
                new ConfigLoader(name -> null)
                        .load(
                                "x.yaml",
                                "destinations: {main: {type: console}, log: {type: console}}\n"
                                        + text);
        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        return (LoadResult.Loaded) result;
    }

    private static int blindAfter(String defaults, String site, String monitor) {
        return load("""
        defaults: {notify: [main, log]%s}
        sites:
          - name: a
            url: https://a.example
            %s
            monitors: [{name: m, type: shopify%s}]
        """
                        .formatted(defaults, site, monitor))
                .config()
                .monitors()
                .getFirst()
                .schedule()
                .blindAfter();
    }

    @Test
    void shouldInheritWhenAMonitorIsBlind() {
        String five = ", incident: {open_after: 5}";
        assertThat(blindAfter("", "enabled: true", "")).isEqualTo(3);
        assertThat(blindAfter(five, "enabled: true", "")).isEqualTo(5);
        assertThat(blindAfter(five, "incident: {open_after: 7}", "")).isEqualTo(7);
        assertThat(blindAfter(five, "incident: {open_after: 7}", ", incident: off")).isZero();
        assertThat(blindAfter(", incident: off", "incident: {}", "")).isEqualTo(3);
    }

    private static List<Warning> warnings(String notify, String more) {
        return load("""
        alive: {notify: [main, log]}
        sites:
          - name: a
            url: https://a.example
            notify: %s
            monitors: [{name: m, type: shopify%s}, {name: n, type: shopify%s}]
        """
                        .formatted(notify, more, more))
                .warnings();
    }

    @Test
    void shouldWarnOnceWhereNobodyIsToldThatAMonitorIsBlind() {
        String some = "[{to: main, events: [restocked]}]";
        List<Warning> warnings = warnings(some, "");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.getFirst().toString()).contains("tells nobody that a monitor is blind");
        assertThat(warnings(some, ", incident: off")).isEmpty();
        assertThat(warnings("[{to: main, events: [restocked]}, log]", "")).isEmpty();
        assertThat(warnings("[{to: main, events: [restocked, blind, recovered]}]", "")).isEmpty();
        assertThat(warnings("[{to: main, match: {price: {max: 5}}}]", "")).isEmpty();
    }

    @Test
    void shouldSayWhoIsToldThatToriIsAlive() {
        String sites = "sites: []\n";
        assertThat(load(sites).config().alive()).isNull();
        assertThat(load(sites + "alive: {notify: main}").config().alive())
                .isEqualTo(
                        new AliveConfig(
                                List.of("main"),
                                new Recurrence(
                                        Duration.ofDays(1),
                                        LocalTime.MIDNIGHT,
                                        ZoneId.systemDefault())));
        assertThat(
                        load(sites
                                        + "alive: {every: 6h, at: \"09:30\", zone:"
                                        + " Europe/Berlin, notify: [main, log]}")
                                .config()
                                .alive())
                .isEqualTo(
                        new AliveConfig(
                                List.of("main", "log"),
                                new Recurrence(
                                        Duration.ofHours(6),
                                        LocalTime.of(9, 30),
                                        ZoneId.of("Europe/Berlin"))));
    }
}
