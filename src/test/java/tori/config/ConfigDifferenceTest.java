package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.MonitorId;

class ConfigDifferenceTest {

    private static final String BEFORE =
            """
            destinations: {a: {type: console}, b: {type: file, path: b.jsonl}}
            sites:
              - name: s
                url: https://s.example
                notify: [a, b]
                monitors: [{name: m, type: shopify}, {name: n, type: shopify}]
            """;

    @Test
    void shouldFindNothingWhereOnlyTheWritingDiffers() {
        String after =
                """
                # the same in other words
                defaults: {interval: 0.5m, retry: {multiplier: 2.0}, guard: {shrink: 50.0%}}
                http: {max_body: 65536KiB}
                sites:
                  - name: s
                    url: https://S.example/
                    monitors:
                      - {type: shopify, name: m, notify: [a, b], match: {price: {}}}
                      - {type: shopify, name: n, notify: [a, b], cooldown: 0s}
                destinations: {b: {path: b.jsonl, type: file, queue: 600}, a: {type: console}}
                """;

        assertThat(between(BEFORE, after).isEmpty()).isTrue();
    }

    @Test
    void shouldTellWhatCameWentAndChanged() {
        String after =
                BEFORE.replace("b: {type: file", "c: {type: file")
                        .replace("[a, b]", "[a, c]")
                        .replace("{name: n,", "{name: o,")
                        .replace("console", "console, queue: 8");

        ConfigDifference difference = between(BEFORE, after);

        assertThat(difference.destinations().added()).containsExactly("c");
        assertThat(difference.destinations().removed()).containsExactly("b");
        assertThat(difference.destinations().changed()).containsExactly("a");
        assertThat(difference.monitors().added()).containsExactly(new MonitorId("s", "o"));
        assertThat(difference.monitors().removed()).containsExactly(new MonitorId("s", "n"));
        assertThat(difference.monitors().changed()).containsExactly(new MonitorId("s", "m"));
        assertThat(difference.isEmpty()).isFalse();
    }

    @Test
    void shouldTellWhichPartOfTheProcessChanged() {
        assertThat(between(BEFORE, BEFORE + "http: {max_connections: 9}").http()).isTrue();
        assertThat(between(BEFORE, BEFORE + "store: {url: 'sqlite:x'}").store()).isTrue();
        assertThat(between(BEFORE, BEFORE + "server: {}").server()).isTrue();
        assertThat(between(BEFORE, BEFORE + "profiling: {directory: x}").profiling()).isTrue();
        assertThat(between(BEFORE, BEFORE + "log: {level: debug}").log()).isTrue();
        assertThat(between(BEFORE, BEFORE + "alive: {notify: a}").alive()).isTrue();
        ConfigDifference log = between(BEFORE, BEFORE + "log: {level: debug}");
        assertThat(log)
                .isEqualTo(
                        new ConfigDifference(
                                false,
                                false,
                                false,
                                false,
                                true,
                                false,
                                false,
                                false,
                                false,
                                log.destinations(),
                                log.monitors()));
        assertThat(log.monitors().isEmpty()).isTrue();
    }

    private static ConfigDifference between(String before, String after) {
        return ConfigDifference.between(config(before), config(after));
    }

    private static Config config(String text) {
        LoadResult result = new ConfigLoader(name -> null).load("x.yaml", text);
        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        return ((LoadResult.Loaded) result).config();
    }
}
