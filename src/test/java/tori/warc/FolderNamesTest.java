package tori.warc;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;

import org.junit.jupiter.api.Test;

import tori.model.MonitorId;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class FolderNamesTest {

    @Test
    void shouldNameFoldersThatStayWithin() {
        assertThat(FolderNames.folder(Path.of("rec"), new MonitorId("box", "all boots")))
                .isEqualTo(Path.of("rec", "box", "all boots"));
        assertThat(FolderNames.name("..")).isEqualTo("%2E%2E");
        assertThat(FolderNames.name("a:b\\c")).isEqualTo("a%3Ab%5Cc");
        assertThat(FolderNames.name("Tür")).isEqualTo("T%C3%BCr");
    }

    @Property
    void shouldNameNoTwoAlike(@ForAll @NotEmpty String one, @ForAll @NotEmpty String other) {
        Assume.that(isText(one) && isText(other));
        String name = FolderNames.name(one);

        assertThat(name).matches("[A-Za-z0-9._ %~-]+").doesNotStartWith(".").doesNotEndWith(".");
        assertThat(name.equals(FolderNames.name(other)) && name.length() < 150)
                .isEqualTo(one.equals(other) && name.length() < 150);
    }

    /** Halves of characters are none, and no name has them. */
    private static boolean isText(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .equals(text);
    }
}
