package tori.account;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

class AccountNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"bob", "Bob the 2nd", "日本", "a.b@c", "x"})
    void shouldAllowWhatASiteMayBeCalled(String name) {
        assertThat(AccountName.problem(name)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "a/b",
                " bob",
                "bob ",
                "b\nob",
                "b\u0000ob",
                "\u200b",
                "\ud800",
                ".",
                ".."
            })
    void shouldRefuseWhatItMayNot(String name) {
        assertThat(AccountName.problem(name)).isNotNull();
    }

    @Test
    void shouldBoundTheLength() {
        assertThat(AccountName.problem("ö".repeat(100))).isNull();
        assertThat(AccountName.problem("ö".repeat(101))).contains("100");
    }

    @Property
    void shouldFoldWhateverTheCase(@ForAll String name) {
        String folded = AccountName.folded(name);
        assertThat(AccountName.folded(folded)).isEqualTo(folded);
        assertThat(AccountName.folded(name.toUpperCase(Locale.ROOT))).isEqualTo(folded);
    }

    @Property
    void shouldShowAnythingInOneLine(@ForAll String name) {
        assertThat(AccountName.shown(name).codePoints())
                .hasSizeLessThanOrEqualTo(101)
                .noneMatch(c ->
                        Character.isISOControl(c)
                                || c == 0x2028
                                || c == 0x2029
                                || Character.getType(c) == Character.FORMAT);
    }
}
