package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class MonitorExcerptTest {

    private static final String FILE =
            """
            destinations: {log: {type: file, path: x.jsonl}}
            defaults: {notify: [log], record: rec}
            sites:
              - name: box
                url: https://box.example
                monitors:
                  - {name: all, type: shopify}
                  - name: some
                    type: shopify
                    collection: [boots, sale]
                    events: [restocked, price_drop]
                    alert_on_first: true
                    guard: {shrink: 12.5%}
                    cooldown: 1h30m
                    labels: {42: "the $${one}"}
                    match:
                      keywords: ["tee", "-kids"]
                      variants: [1, 2]
                      options: {size: ["10", "10.5"]}
                      price: {min: 10, max: 1000.50}
                      vendors: [Kite]
                      types: ["Shirts & more"]
                  - {name: found, type: shopify, discover: sitemap, discover_interval: 90s}
                  - {name: one, type: shopify_product, handle: tee, guard: off}
                  - {name: door, type: shopify_password, events: unlocked}
            """;

    private static Config read(String text) {
        LoadResult result = new ConfigLoader(_ -> null).load("config.yaml", text);
        assertThat(result).as("%s", result).isInstanceOf(LoadResult.Loaded.class);
        return ((LoadResult.Loaded) result).config();
    }

    @Test
    void shouldBeReadAsTheSameMonitor() {
        List<MonitorConfig> monitors = read(FILE).monitors();

        assertThat(monitors).hasSize(5);
        for (MonitorConfig monitor : monitors) {
            MonitorConfig again = read(MonitorExcerpt.json(monitor)).monitors().getFirst();
            assertThat(again.id()).isEqualTo(monitor.id());
            assertThat(again.site()).isEqualTo(monitor.site());
            assertThat(again.kind()).isEqualTo(monitor.kind());
        }
    }

    @Test
    void shouldRecordWhereTheMostParticularLevelSays() {
        Config config =
                read(
                        """
                        defaults: {record: rec, notify: []}
                        sites:
                          - name: a
                            url: https://a.example
                            record: {directory: more, max_size: 1GiB, max_age: 30d}
                            monitors:
                              - {name: x, type: shopify}
                              - {name: y, type: shopify_password, record: off}
                          - name: b
                            url: https://b.example
                            monitors: [{name: z, type: shopify_product, handle: tee}]
                        """);

        assertThat(config.monitors().stream().map(MonitorConfig::record))
                .containsExactly(
                        new RecordConfig("more", 1L << 30, Duration.ofDays(30)),
                        null,
                        new RecordConfig("rec", 256L << 20, Duration.ofDays(7)));
    }
}
