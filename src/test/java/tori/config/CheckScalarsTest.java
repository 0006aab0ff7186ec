package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.config.ScalarShape.Good;
import tori.config.ScalarShape.Parsed;

import java.util.List;

class CheckScalarsTest {

    private static <T> Parsed<T> parse(ScalarShape<T> shape, String text) {
        return shape.parser()
                .parse(new Tree.Scalar(text, true, false, new Place("c.yaml", 1, 1, "x")));
    }

    /** Every expression that is accepted is small once its repetitions are written out. */
    @Property
    void shouldAcceptSmallExpressionsOnly(
            @ForAll @Size(max = 5) List<@IntRange(min = 1, max = 1_000) Integer> times) {
        String expression = "[a-f0-9]";
        for (int count : times) {
            expression = "(?:" + expression + "x){" + count + "}";
        }
        if (parse(CheckScalars.expression(), expression) instanceof Good<String>) {
            assertThat(Pattern.compile(expression).programSize())
                    .isLessThanOrEqualTo(CheckScalars.MAX_PROGRAM);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12};true",
                "([0-9]{1,3}\\.){3}[0-9]{1,3};true",
                "(?i)add to (cart|basket);true",
                "((a{100}){100}){100};false",
                "(a{1000}){1000};false",
                "a{2000};false",
                "a{1,1000}b;true",
                "[a-z]{1,1000}[0-9]{1,1000}x{1000}y{1000};false",
                "(a|b;false",
                "(a)\\1;false",
                "(?=a)b;false"
            })
    void shouldAcceptWhatTakesLinearTime(String expression, boolean good) {
        assertThat(parse(CheckScalars.expression(), expression) instanceof Good<String>)
                .isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "$;true",
                "$.a.b[0]['c d'];true",
                "$.items.length();true",
                "$..id;true",
                "$.a[?(@.n > 3)].id;true",
                "a.b;false",
                "$.[;false",
                "$..a..b;false",
                "$.a[?(@.b =~ /x+/)];false"
            })
    void shouldAcceptBoundedPaths(String path, boolean good) {
        assertThat(parse(CheckScalars.jsonPath(), path) instanceof Good<String>).isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({
        "db.example:5432, db.example, 5432",
        "127.0.0.1:1, 127.0.0.1, 1",
        "[::1]:65535, ::1, 65535",
        "db.example, db.example, 53"
    })
    void shouldReadHostsWithPorts(String text, String host, int port) {
        assertThat(parse(CheckScalars.hostPort(53), text))
                .isEqualTo(new Good<>(new HostPort(host, port)));
    }

    @Property
    void shouldReadPortsAsTheyPrint(@ForAll @IntRange(min = 1, max = 65_535) int port) {
        HostPort address = new HostPort("2001:db8::7", port);
        assertThat(parse(CheckScalars.hostPort(null), address.toString()))
                .isEqualTo(new Good<>(address));
    }
}
