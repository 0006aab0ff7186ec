package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.EventType;
import tori.time.QuietHours;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is told what, and when not. */
class RoutesTest {

    private static final String DESTINATIONS =
            """
            destinations:
              main: {type: console}
              vip: {type: console, quiet: {from: "23:00", to: 07:00:30, zone: Europe/Berlin}}
              log: {type: file, path: log.jsonl, digest: off}
            """;

    private static LoadResult.Loaded load(String rest) {
        LoadResult result = new ConfigLoader(name -> null).load("x.yaml", DESTINATIONS + rest);
        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        return (LoadResult.Loaded) result;
    }

    private static Config config(String rest) {
        return load(rest).config();
    }

    private static MonitorConfig monitor(String notify) {
        return config(
                        """
                        sites:
                          - name: a
                            url: https://a.example
                            monitors: [{name: m, type: shopify, notify: %s}]
                        """
                                .formatted(notify))
                .monitors()
                .getFirst();
    }

    private static EventWord word(String name) {
        EventWord word = EventWord.all().get(name);
        assertThat(word).isNotNull();
        return word;
    }

    @Test
    void shouldTellSomeEverythingAndOthersSome() {
        MonitorConfig monitor =
                monitor("[main, {to: vip, events: [restocked], match: {price: {max: 50}}}]");

        MatchConfig cheap =
                new MatchConfig(
                        List.of(),
                        Set.of(),
                        Map.of(),
                        null,
                        new BigDecimal("50"),
                        Set.of(),
                        Set.of());
        assertThat(monitor.told().routes())
                .containsExactly(
                        new RouteConfig("main", List.of()),
                        new RouteConfig(
                                "vip",
                                List.of(new SelectionConfig(Set.of(word("restocked")), cheap))));
        assertThat(monitor.destinations()).containsExactly("main", "vip");
    }

    @Test
    void shouldTellADestinationWhatAnyOfItsEntriesSelects() {
        MonitorConfig two =
                monitor("[{to: [vip, log], events: new}, {to: vip, events: price_drop}]");
        assertThat(two.told().routes())
                .extracting(route -> route.destination() + route.selections().size())
                .containsExactly("vip2", "log1");
        MonitorConfig everything = monitor("[{to: vip, events: new}, vip]");
        assertThat(everything.told())
                .isEqualTo(NotifyConfig.everything(List.of("vip")))
                .isEqualTo(monitor("{to: vip}").told());
    }

    @Test
    void shouldInheritEntriesAsAWhole() {
        List<MonitorConfig> monitors =
                config(
                                """
                                defaults: {notify: [main, {to: vip, events: [restocked]}]}
                                sites:
                                  - name: a
                                    url: https://a.example
                                    monitors:
                                      - {name: one, type: shopify}
                                      - {name: two, type: shopify, notify: {to: log}}
                                """)
                        .monitors();
        assertThat(monitors.get(0).destinations()).containsExactly("main", "vip");
        assertThat(monitors.get(1).destinations()).containsExactly("log");
    }

    @Test
    void shouldHaveAWordForWhateverAMonitorRaises() {
        assertThat(EventWord.all().keySet())
                .contains("new", "removed", "variant_new", "variant_removed", "sold_out")
                .contains("restocked", "price_changed", "price_drop", "price_rise")
                .doesNotContain("failed", "notice", "test");
        for (EventSelection selection : EventSelection.values()) {
            assertThat(EventWord.all()).containsKey(selection.shortName());
        }
        assertThat(word("price_drop").selects(EventType.PRICE_CHANGED, -3)).isTrue();
        assertThat(word("price_drop").selects(EventType.PRICE_CHANGED, 0)).isFalse();
        assertThat(word("price_changed").selects(EventType.PRICE_CHANGED, 1)).isTrue();
        assertThat(word("new").selects(EventType.VARIANT_NEW, 0)).isFalse();
    }

    @Test
    void shouldReadQuietHours() {
        Config config = config("sites: []\n");
        assertThat(config.destinations().get("vip"))
                .isInstanceOfSatisfying(
                        DestinationConfig.Console.class,
                        vip ->
                                assertThat(vip.delivery().quiet())
                                        .isEqualTo(
                                                new QuietConfig(
                                                        new QuietHours(
                                                                LocalTime.of(23, 0),
                                                                LocalTime.of(7, 0, 30),
                                                                ZoneId.of("Europe/Berlin")),
                                                        true,
                                                        false)));
        assertThat(config.destinations().get("log"))
                .isInstanceOfSatisfying(
                        DestinationConfig.File.class,
                        log -> assertThat(log.delivery().digest()).isFalse());
    }

    @Test
    void shouldWarnOfQuietHoursWithoutEffect() {
        assertThat(load("sites: []\n").warnings())
                .extracting(Warning::toString)
                .noneMatch(line -> line.contains("quiet"));
        LoadResult result =
                new ConfigLoader(name -> null)
                        .load(
                                "x.yaml",
                                """
                                destinations:
                                  a:
                                    type: console
                                    delivery: guaranteed
                                    quiet: {from: "23:00", to: "07:00"}
                                sites: []
                                """);
        assertThat(((LoadResult.Loaded) result).warnings())
                .extracting(Warning::toString)
                .anyMatch(line -> line.startsWith("x.yaml:5:12: destinations.a.quiet: has no"));
    }

    @Test
    void shouldKnowWhetherOnlyWhoIsToldChanged() {
        MonitorConfig monitor = monitor("[main]");
        assertThat(monitor.watchesLike(monitor("[vip]"))).isTrue();
        Config other =
                config(
                        """
                        sites:
                          - name: a
                            url: https://a.example
                            monitors: [{name: m, type: shopify, notify: main, cooldown: 5m}]
                        """);
        assertThat(monitor.watchesLike(other.monitors().getFirst())).isFalse();
    }
}
