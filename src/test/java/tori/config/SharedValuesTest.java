package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class SharedValuesTest {

    private final SharedValues shared = new SharedValues();

    @Test
    void shouldGiveTheFirstOfEqualValues() {
        List<String> first = List.of("discord", "file");

        assertThat(shared.of(first)).isSameAs(first);
        assertThat(shared.of(List.of("discord", "file"))).isSameAs(first);
        assertThat(shared.of(List.of("file", "discord"))).containsExactly("file", "discord");
    }

    @Test
    void shouldShareWhatMonitorsOfAFileHaveInCommon() {
        String yaml =
                """
                defaults: {interval: 60s, notify: [screen]}
                destinations: {screen: {type: console}}
                sites:
                  - {name: one, url: "https://one.test", monitors: [{name: all, type: shopify}]}
                  - {name: two, url: "https://two.test", monitors: [{name: all, type: shopify}]}
                """;

        Config config =
                switch (new ConfigLoader(name -> null).load("config.yaml", yaml)) {
                    case LoadResult.Loaded loaded -> loaded.config();
                    case LoadResult.Invalid invalid -> throw new AssertionError(invalid.problems());
                };

        MonitorConfig one = config.monitors().getFirst();
        MonitorConfig two = config.monitors().getLast();
        assertThat(two.id().site()).isEqualTo("two");
        assertThat(two.id().monitor()).isSameAs(one.id().monitor());
        assertThat(two.schedule()).isSameAs(one.schedule());
        assertThat(two.told()).isSameAs(one.told());
        assertThat(two.kind()).isSameAs(one.kind());
    }

    @Test
    void shouldGiveOneInstanceForEqualValues() {
        List<NotifyConfig> given =
                List.of(told("one"), told("one"), told("two"), told("one"), told("two"));

        List<NotifyConfig> kept = given.stream().map(shared::of).toList();

        assertThat(kept).isEqualTo(given);
        assertThat(kept.get(1)).isSameAs(kept.get(0));
        assertThat(kept.get(3)).isSameAs(kept.get(0));
        assertThat(kept.get(4)).isSameAs(kept.get(2));
        assertThat(kept.get(0)).isSameAs(given.get(0));
    }

    @Test
    void shouldTellClassesApart() {
        StatusRange range = shared.of(new StatusRange(200, 299));
        NotifyConfig told = shared.of(told("one"));

        assertThat(shared.of(new StatusRange(200, 299))).isSameAs(range);
        assertThat(shared.of(told("one"))).isSameAs(told);
    }

    private static NotifyConfig told(String destination) {
        return NotifyConfig.everything(List.of(destination));
    }
}
