package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.MonitorId;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

class MessageConfigTest {

    @Test
    void shouldInheritEachKeyByItself() {
        Map<MonitorId, MessageConfig> messages =
                messages(
                        """
                        defaults: {message: {color: "#2ecc71", footer: "{site}", image: large}}
                        sites:
                          - name: s
                            url: https://s.example
                            message: {color: 0x010203, fields: [price]}
                            monitors:
                              - {name: a, type: shopify, message: {color: 255, footer: "", fields: []}}
                              - {name: b, type: shopify}
                          - name: t
                            url: https://t.example
                            monitors: [{name: c, type: shopify, message: {title: "{product}"}}]
                        """);
        MessageConfig a = messages.get(new MonitorId("s", "a"));
        MessageConfig b = messages.get(new MonitorId("s", "b"));
        MessageConfig c = messages.get(new MonitorId("t", "c"));

        assertThat(a.color()).isEqualTo(255);
        assertThat(a.footer()).isEqualTo(MessageTemplate.parse(""));
        assertThat(a.fields()).isEmpty();
        assertThat(a.image()).isEqualTo(MessageConfig.Image.LARGE);
        assertThat(b.color()).isEqualTo(0x010203);
        assertThat(b.footer()).isEqualTo(MessageTemplate.parse("{site}"));
        assertThat(b.fields()).isEqualTo(Set.of(MessageField.PRICE));
        assertThat(c.color()).isEqualTo(0x2ECC71);
        assertThat(c.title()).isEqualTo(MessageTemplate.parse("{product}"));
        assertThat(c.fields()).isEqualTo(EnumSet.allOf(MessageField.class));
    }

    @Test
    void shouldKeepNothingWhereTheFileSaysNothing() {
        assertThat(
                        messages(
                                """
                                sites:
                                  - name: s
                                    url: https://s.example
                                    monitors: [{name: a, type: shopify, message: {image: thumbnail}}]
                                """))
                .isEmpty();
    }

    private static Map<MonitorId, MessageConfig> messages(String text) {
        LoadResult result = new ConfigLoader(name -> null).load("x.yaml", text);
        assertThat(result).as("%s", result).isInstanceOf(LoadResult.Loaded.class);
        return ((LoadResult.Loaded) result).config().messages();
    }
}
