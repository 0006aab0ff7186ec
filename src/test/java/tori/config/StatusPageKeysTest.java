package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.MonitorId;

import java.util.List;
import java.util.Set;

class StatusPageKeysTest {

    private static final String FILE =
            """
            destinations: {a: {type: console}}
            defaults: {notify: [a]}
            sites:
              - name: s
                url: https://s.example
                monitors: [{name: m, type: shopify}, {name: n, type: shopify}]
              - name: t
                url: https://t.example
                monitors: [{name: m, type: shopify}]
            """;

    @Test
    void shouldReadPages() {
        Config config =
                config(
                        """
                        status_pages:
                          - {name: shop, title: "Our shop", sites: [s], monitors: t/m, details: true}
                          - {name: one, monitors: [s/n, s/n]}
                        """);

        assertThat(config.statusPages())
                .containsExactly(
                        new StatusPageConfig(
                                "shop",
                                "Our shop",
                                Set.of("s"),
                                List.of(new MonitorId("t", "m")),
                                true),
                        new StatusPageConfig(
                                "one", "one", Set.of(), List.of(new MonitorId("s", "n")), false));
        StatusPageConfig one = config.statusPages().getLast();
        assertThat(one.shows(new MonitorId("s", "n"))).isTrue();
        assertThat(one.shows(new MonitorId("s", "m"))).isFalse();
    }

    @Test
    void shouldShowNothingUnlessAsked() {
        assertThat(config("").statusPages()).isEmpty();
    }

    @Test
    void shouldTellThatPagesChanged() {
        ConfigDifference difference =
                ConfigDifference.between(
                        config(""), config("status_pages: [{name: shop, sites: [s]}]"));

        assertThat(difference.statusPages()).isTrue();
        assertThat(difference.isEmpty()).isFalse();
        assertThat(difference.monitors().isEmpty()).isTrue();
    }

    private static Config config(String pages) {
        LoadResult result = new ConfigLoader(name -> null).load("x.yaml", FILE + pages);
        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        return ((LoadResult.Loaded) result).config();
    }
}
