package tori.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.config.MessageTemplate.Text;
import tori.config.MessageTemplate.Value;

class MessageTemplateTest {

    @Test
    void shouldTellTextsFromPlaceholders() {
        assertThat(MessageTemplate.parse("**{event}** {{x}} {option:Shoe size}!").parts())
                .containsExactly(
                        new Text("**"),
                        new Value(Placeholder.EVENT, ""),
                        new Text("** {x} "),
                        new Value(Placeholder.OPTION, "Shoe size"),
                        new Text("!"));
        assertThat(MessageTemplate.parse("").parts()).isEmpty();
        assertThat(MessageTemplate.parse("{ price }").asksFor(Placeholder.PRICE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{prodct}#has the unknown placeholder '{prodct}', did you mean {product}?",
                "{nonsense}#has the unknown placeholder '{nonsense}'",
                "{}#has the unknown placeholder '{}'",
                "{Product}#has the unknown placeholder '{Product}', did you mean {product}?",
                "{product#has a { that no } ends",
                "product}#has a } without a {",
                "{option}#does not name the option; write {option:Size}",
                "{price:EUR}#gives {price} a name; only {option:NAME} has one",
            })
    void shouldSayWhatIsWrong(String text, String wrong) {
        assertThatThrownBy(() -> MessageTemplate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(wrong);
    }

    @Property
    void shouldTakeAnyTextWithItsBracesDoubled(@ForAll String text) {
        String doubled = text.replace("{", "{{").replace("}", "}}");
        if (text.isEmpty()) {
            assertThat(MessageTemplate.parse(doubled).parts()).isEmpty();
        } else {
            assertThat(MessageTemplate.parse(doubled).parts()).containsExactly(new Text(text));
        }
    }
}
