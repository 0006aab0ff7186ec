package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import tori.wire.SampleEvents;

class DiscordTextTest {

    @Test
    void shouldLeaveOrdinaryTitlesAlone() {
        String title = "T-Shirt (Blue): size 10.5 – \"Größe\" 日本 👨‍👩‍👧 #1";
        assertThat(DiscordText.escaped(title, 256)).isEqualTo(title);
    }

    @Test
    void shouldEscapeWhatWouldBeFormatted() {
        assertThat(DiscordText.escaped("**a** _b_ ~~c~~ ||d|| `e` \\", 256))
                .isEqualTo("\\*\\*a\\*\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\| \\`e\\` \\\\");
        assertThat(DiscordText.escaped("@everyone <@&12> [x](http://y.z) :smile:", 256))
                .isEqualTo("\\@everyone \\<\\@&12> \\[x\\](http\\://y.z) \\:smile:");
        assertThat(DiscordText.escaped("# big", 256)).isEqualTo("\\# big");
        assertThat(DiscordText.escaped("> quote", 256)).isEqualTo("\\> quote");
    }

    @Test
    void shouldShowHandlesAndNumbersAsTheyAre() {
        assertThat(DiscordText.escaped("some_old_handle_2", 256))
                .isEqualTo("some\\_old\\_handle\\_2");
        assertThat(DiscordText.escaped("3. Edition 2.0", 256)).isEqualTo("3\\. Edition 2.0");
        assertThat(DiscordText.escaped("1999.", 256)).isEqualTo("1999\\.");
        assertThat(DiscordText.escaped("10.5 US", 256)).isEqualTo("10.5 US");
    }

    @Test
    void shouldKeepWhatIsWrittenFromTheRightFromTurningTheRest() {
        assertThat(DiscordText.escaped("שלום *", 256)).isEqualTo("\u2068שלום \\*\u2069");
        assertThat(DiscordText.escaped("\u2067\u202eقميص\u200f", 256))
                .isEqualTo("\u2068قميص\u2069");
        assertThat(DiscordText.escaped("שלום", 5)).isEqualTo("\u2068של…\u2069");
        assertThat(DiscordText.escaped("שלום", 2)).isEmpty();
    }

    @Test
    void shouldCutMarkdownOnlyWhereItMayEnd() {
        assertThat(DiscordText.cut("ab\\*", 4)).isEqualTo("ab\\*");
        assertThat(DiscordText.cut("ab\\*c", 4)).isEqualTo("ab…");
        assertThat(DiscordText.cut("ab😀cd", 4)).isEqualTo("ab…");
        assertThat(DiscordText.cut("a\u2068שלום\u2069b", 6)).isEqualTo("a\u2068של\u2069…");
        assertThat(DiscordText.cut("abc", 0)).isEmpty();
    }

    @Property
    void shouldCutAnythingToAnyLength(
            @ForAll("texts") String text, @ForAll @IntRange(max = 50) int max) {
        String cut = DiscordText.cut(DiscordText.escaped(text, 100) + text, max);
        assertThat(cut.length()).isLessThanOrEqualTo(max);
        assertThat(cut.chars().filter(c -> c == '\u2068').count())
                .isLessThanOrEqualTo(
                        cut.chars().filter(c -> c == '\u2069').count()
                                + text.chars().filter(c -> c == '\u2068').count());
    }

    @Test
    void shouldRemoveWhatCannotBeSeen() {
        assertThat(DiscordText.plain(" a\u0000\n\tb\u001b[31m \u202ec\uD83D \u200b "))
                .isEqualTo("a b[31m c");
        assertThat(DiscordText.plain(" \u3164\u200b\u200d\u0301 ")).isEmpty();
    }

    @Test
    void shouldCutWithAnEllipsisAndNeverWithinACharacter() {
        assertThat(DiscordText.plain("😀😀😀", 6)).isEqualTo("😀😀😀");
        assertThat(DiscordText.plain("😀😀😀", 5)).isEqualTo("😀😀…");
        assertThat(DiscordText.plain("😀😀😀", 4)).isEqualTo("😀…");
        assertThat(DiscordText.escaped("ab**", 5)).isEqualTo("ab\\*…");
        assertThat(DiscordText.escaped("ab**", 4)).isEqualTo("ab…");
    }

    @Property
    void shouldStayWithinAnyLength(
            @ForAll("texts") String text, @ForAll @IntRange(max = 50) int max) {
        String escaped = DiscordText.escaped(text, max);
        assertThat(escaped.length()).isLessThanOrEqualTo(max);
        // An odd run of backslashes at the end would escape what follows.
        int slashes = escaped.length() - escaped.replaceAll("\\\\+$", "").length();
        assertThat(slashes % 2).isZero();
    }

    @Provide
    Arbitrary<String> texts() {
        return SampleEvents.text();
    }
}
