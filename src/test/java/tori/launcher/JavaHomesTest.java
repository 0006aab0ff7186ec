package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class JavaHomesTest {

    @TempDir Path temporary;

    private final Map<String, String> environment = new HashMap<>();
    private Path jvms;

    @BeforeEach
    void makeFolder() throws IOException {
        jvms = Files.createDirectory(temporary.resolve("jvms"));
    }

    @Test
    void shouldFindNothingWhereNothingIs() throws Exception {
        assertThat(found()).isEmpty();
    }

    @Test
    void shouldPassOverOlderJavas() throws Exception {
        FakeJdk.create(jvms.resolve("a"), "24.0.2");
        FakeJdk.create(jvms.resolve("b"), "1.8.0_392");

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldPreferTheNearestFeatureAndOfThatTheNewestUpdate() throws Exception {
        Path later = FakeJdk.create(jvms.resolve("a"), "27");
        Path update = FakeJdk.create(jvms.resolve("z"), "25.0.10");
        Path first = FakeJdk.create(jvms.resolve("b"), "25.0.9");
        Path next = FakeJdk.create(jvms.resolve("c"), "26.0.1");

        assertThat(found()).containsExactly(update, first, next, later);
    }

    @Test
    void shouldFindThoseInsidePackages() throws Exception {
        Path mac = FakeJdk.create(jvms.resolve("temurin-25.jdk/Contents/Home"), "25");
        Path brew =
                FakeJdk.create(jvms.resolve("openjdk@26/libexec/openjdk.jdk/Contents/Home"), "26");

        assertThat(found()).containsExactly(mac, brew);
    }

    @Test
    void shouldUseOnlyTheNamedOne() throws Exception {
        FakeJdk.create(jvms.resolve("a"), "25");
        Path named = FakeJdk.create(temporary.resolve("mine"), "26");
        environment.put("TORI_JAVA_HOME", named.toString());
        environment.put("JAVA_HOME", jvms.resolve("a").toString());

        assertThat(found()).containsExactly(named);
    }

    @Test
    void shouldSayThatTheNamedOneIsNoJdk() {
        environment.put("TORI_JAVA_HOME", temporary.resolve("gone").toString());

        assertThatThrownBy(this::found)
                .isInstanceOf(UnsuitableJavaHomeException.class)
                .hasMessageContaining("TORI_JAVA_HOME is " + temporary.resolve("gone"))
                .hasMessageContaining("not the folder of a JDK");
    }

    @Test
    void shouldSayThatTheNamedOneIsTooOld() throws Exception {
        environment.put(
                "TORI_JAVA_HOME", FakeJdk.create(temporary.resolve("old"), "21.0.1").toString());

        assertThatThrownBy(this::found)
                .isInstanceOf(UnsuitableJavaHomeException.class)
                .hasMessageContaining("which is Java 21; tori needs Java 25 or newer.");
    }

    @Test
    void shouldPreferJavaHomeThenPathThenFolders() throws Exception {
        Path inFolder = FakeJdk.create(jvms.resolve("a"), "25");
        Path home = FakeJdk.create(temporary.resolve("home"), "27");
        Path onPath = FakeJdk.create(temporary.resolve("installed"), "26");
        Path bin = Files.createDirectory(temporary.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), onPath.resolve("bin/java"));
        environment.put("JAVA_HOME", home.toString());
        environment.put("PATH", temporary.resolve("gone") + File.pathSeparator + bin);

        assertThat(found()).containsExactly(home, onPath.toRealPath(), inFolder);
    }

    @Test
    void shouldPassOverAnOldJavaHome() throws Exception {
        Path inFolder = FakeJdk.create(jvms.resolve("a"), "25");
        environment.put("JAVA_HOME", FakeJdk.create(temporary.resolve("old"), "17").toString());

        assertThat(found()).containsExactly(inFolder);
    }

    @Test
    void shouldNameOneJavaOnce() throws Exception {
        Path jdk = FakeJdk.create(jvms.resolve("jdk-25"), "25");
        Files.createSymbolicLink(jvms.resolve("default"), jdk);
        environment.put("JAVA_HOME", jdk.toString());

        assertThat(found()).containsExactly(jdk);
    }

    @Test
    void shouldReadTheVariablesOfBuildMachines() throws Exception {
        Path jdk = FakeJdk.create(temporary.resolve("tools"), "25");
        environment.put("JAVA_HOME_25_X64", jdk.toString());

        assertThat(found()).containsExactly(jdk);
    }

    private List<Path> found() throws UnsuitableJavaHomeException {
        return new JavaHomes(environment, List.of(jvms))
                .suitable().stream().map(JavaHome::folder).toList();
    }
}
