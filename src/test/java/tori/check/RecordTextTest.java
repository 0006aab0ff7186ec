package tori.check;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.config.DnsRecord;

import java.util.Locale;

class RecordTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A|192.0.2.1|192.0.2.1|true",
                "A|192.0.2.1|192.0.2.10|false",
                "AAAA|2001:db8::1|2001:db8:0:0:0:0:0:1|true",
                "AAAA|2001:DB8::1|2001:db8::2|false",
                "CNAME|www.Shop.example|WWW.shop.example.|true",
                "NS|ns1.example.|ns2.example.|false",
                "MX|10 mail.example|10 MAIL.example.|true",
                "MX|mail.example|10 mail.example.|true",
                "MX|5 mail.example|10 mail.example.|false",
                "MX|mail.example|nonsense|false",
                "TXT|v=spf1 -all|\"v=spf1 -all\"|true",
                "TXT|abc|a \"b\" c|true",
                "TXT|say \"hi\"|\"say \\\"hi\\\"\"|true",
                "TXT|ABC|abc|false"
            })
    void shouldCompareWhatIsMeant(DnsRecord record, String expected, String found, boolean isSame) {
        assertThat(RecordText.isSame(record, expected, found)).isEqualTo(isSame);
    }

    @Property
    void shouldTakeNamesForTheSameWhateverTheirLetters(
            @ForAll @AlphaChars @StringLength(min = 1, max = 30) String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        assertThat(RecordText.isSame(DnsRecord.CNAME, name, lower + ".")).isTrue();
        assertThat(RecordText.isSame(DnsRecord.CNAME, name, lower + "x.")).isFalse();
    }

    @Property
    void shouldReadQuotedTextAsItWas(
            @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 60) String text) {
        String quoted = "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        assertThat(RecordText.text(quoted)).isEqualTo(text);
    }
}
