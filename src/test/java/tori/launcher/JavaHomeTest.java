package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class JavaHomeTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "25, 25",
        "25.0.3, 25",
        "25-ea, 25",
        "25+36-LTS, 25",
        "1.8.0_392, 8",
        "17.0.15, 17",
        "26.0.1.0.1, 26",
        "'', 0",
        "twenty-five, 0",
        "99999999999, 0"
    })
    void shouldReadTheFeatureNumber(String version, int feature) {
        assertThat(JavaHome.feature(version)).isEqualTo(feature);
    }

    @Test
    void shouldReadAReleaseFile() throws IOException {
        JavaHome home = JavaHome.read(FakeJdk.create(folder.resolve("jdk"), "25.0.3"));

        assertThat(home).isNotNull();
        assertThat(home.feature()).isEqualTo(25);
        assertThat(home.java()).isEqualTo(folder.resolve("jdk/bin/java"));
        assertThat(home.folder()).isEqualTo(folder.resolve("jdk"));
    }

    @Test
    void shouldOrderVersionsByNumber() throws IOException {
        JavaHome nine = JavaHome.read(FakeJdk.create(folder.resolve("a"), "25.0.9"));
        JavaHome ten = JavaHome.read(FakeJdk.create(folder.resolve("b"), "25.0.10"));
        JavaHome first = JavaHome.read(FakeJdk.create(folder.resolve("c"), "25"));
        JavaHome same = JavaHome.read(FakeJdk.create(folder.resolve("d"), "25.0.0"));

        assertThat(ten.compareVersion(nine)).isPositive();
        assertThat(first.compareVersion(nine)).isNegative();
        assertThat(first.compareVersion(same)).isZero();
    }

    @Test
    void shouldSeeNoJavaWhereSomethingIsMissing() throws IOException {
        Path withoutRelease = FakeJdk.create(folder.resolve("no-release"), "25");
        Files.delete(withoutRelease.resolve("release"));
        Path withoutProgram = FakeJdk.create(folder.resolve("no-program"), "25");
        Files.delete(withoutProgram.resolve("bin/java"));
        Path withoutVersion = FakeJdk.create(folder.resolve("no-version"), "");
        Path broken = FakeJdk.create(folder.resolve("broken"), "25");
        Files.writeString(broken.resolve("release"), "JAVA_VERSION=\"\\u00");

        assertThat(JavaHome.read(folder.resolve("nowhere"))).isNull();
        assertThat(JavaHome.read(withoutRelease)).isNull();
        assertThat(JavaHome.read(withoutProgram)).isNull();
        assertThat(JavaHome.read(withoutVersion)).isNull();
        assertThat(JavaHome.read(broken)).isNull();
    }
}
