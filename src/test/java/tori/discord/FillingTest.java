package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.config.MessageTemplate;
import tori.config.Placeholder;

import java.util.List;
import java.util.Map;

class FillingTest {

    private static final Map<Placeholder, String> KNOWN =
            Map.of(
                    Placeholder.EVENT, "Restocked",
                    Placeholder.PRODUCT, "Hoodie",
                    Placeholder.VARIANT, "10",
                    Placeholder.PRICE, "49");

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{event}: {product} · {variant}#Restocked: Hoodie · 10",
                "{product} for {price}#Hoodie for 49",
                "{{{product}}}#{Hoodie}",
                // Without the vendor, the label and the type, which nobody knows:
                "{product} · {vendor}#Hoodie",
                "{vendor} · {product}#Hoodie",
                "{product} · {vendor} · {variant}#Hoodie · 10",
                "{product} ({vendor})#Hoodie",
                "{product} ({vendor}) is back#Hoodie is back",
                "{product} | {vendor} – {label}, {type}#Hoodie",
                "({vendor}) {product}#Hoodie",
                "**{product}** {vendor}#**Hoodie**",
            })
    void shouldLeaveNoTraceOfWhatIsNotKnown(String template, String filled) {
        assertThat(fill(template)).containsExactly(filled);
    }

    @Test
    void shouldLeaveOutALineThatKnowsNothing() {
        assertThat(fill("{product}\nmade by {vendor}\nonly words\n\nfor {price}"))
                .containsExactly("Hoodie", "only words", "", "for 49");
    }

    @Test
    void shouldCutNoSeparatorOffAValue() {
        MessageTemplate template = MessageTemplate.parse("{product} - {vendor}");
        assertThat(
                        Filling.lines(
                                template,
                                value ->
                                        value.placeholder() == Placeholder.PRODUCT
                                                ? "Odd one -"
                                                : ""))
                .containsExactly("Odd one -");
    }

    @Test
    void shouldFillInOptionsByName() {
        MessageTemplate template = MessageTemplate.parse("size {option: Size }");
        assertThat(Filling.lines(template, MessageTemplate.Value::argument))
                .containsExactly("size Size");
    }

    private static List<String> fill(String template) {
        return Filling.lines(
                MessageTemplate.parse(template),
                value -> KNOWN.getOrDefault(value.placeholder(), ""));
    }
}
