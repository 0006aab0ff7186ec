package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;
import tori.config.ScalarShape.Parsed;

import java.util.Map;

class StoreUrlTest {

    private static Parsed<StorePlace> parse(String text) {
        return StoreUrl.parse(new Tree.Scalar(text, true, false, null));
    }

    private static String wrong(String text) {
        return parse(text) instanceof Bad<StorePlace>(String wrong) ? wrong : "nothing";
    }

    @Test
    void shouldReadTheAddressOfAServer() {
        assertThat(parse("postgresql://user:pass@host/db"))
                .isEqualTo(
                        new Good<>(
                                new StorePlace.Postgres(
                                        "host", 5432, "db", "user", new Secret("pass"), Map.of())));
        assertThat(
                        parse(
                                "postgres://us%40er:p%2Fa%3As+s@[::1]:6432/a%20b?sslmode=verify-full"
                                    + "&sslrootcert=/etc/ca.pem&currentSchema=tori"))
                .isEqualTo(
                        new Good<>(
                                new StorePlace.Postgres(
                                        "[::1]",
                                        6432,
                                        "a b",
                                        "us@er",
                                        new Secret("p/a:s+s"),
                                        Map.of(
                                                "sslmode",
                                                "verify-full",
                                                "sslrootcert",
                                                "/etc/ca.pem",
                                                "currentSchema",
                                                "tori"))));
        assertThat(parse("postgresql://user@host/db"))
                .isEqualTo(
                        new Good<>(
                                new StorePlace.Postgres(
                                        "host", 5432, "db", "user", null, Map.of())));
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://host/db, names no user",
        "postgresql://:geheim@host/db, names no user",
        "postgresql://user:geheim@host, names no database",
        "postgresql://user:geheim@host/, names no database",
        "postgresql://user:geheim@host/a/b, names no database",
        "postgresql://user:geheim@host/db#x, has a '#' part",
        "postgresql://user:geheim@/db, is no address of a PostgreSQL server",
        "postgresql://user:geheim@a.example:1:2/db, is no address of a PostgreSQL server",
        "postgresql://user:geheim@h:99999/db, is no address of a PostgreSQL server",
        "postgresql://user:geheim@host/db?password=geheim, a parameter that is not known",
        "postgresql://user:geheim@host/db?sslmode=geheim, a sslmode that cannot be; it is one of",
        "postgresql://user:geheim@host/db?sslmode=require&sslmode=require, has sslmode twice",
        "mysql://user:geheim@host/db, is no store (not shown",
        "jdbc:postgresql://host/db?password=geheim, is no store (not shown",
    })
    void shouldSayWhatIsWrongAndShowNoPassword(String url, String expected) {
        assertThat(wrong(url)).contains(expected).doesNotContain("geheim");
    }

    @Property(tries = 500)
    void shouldNeverShowAPasswordHoweverItIsWritten(
            @ForAll @CharRange(from = '!', to = '~') @StringLength(min = 6, max = 20)
                    String password) {
        // What a sentence says anyway is no password.
        String written = "pw" + password;
        assertThat(wrong("postgresql://user:" + written + "@host/db")).doesNotContain(written);
        assertThat(wrong("postgresql:/user:" + written + "@host/db")).doesNotContain(written);
        assertThat(String.valueOf(parse("postgresql://user:" + written + "@host/db")))
                .doesNotContain(":" + written);
    }
}
