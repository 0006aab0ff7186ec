package tori.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** What the jar holds, and that it works on this JDK without a complaint. */
@Timeout(60)
class PackagedJarIT {

    private static final Path JAR = Path.of(System.getProperty("tori.jar", "target/tori.jar"));

    @TempDir Path temporary;

    @Test
    void shouldUseItsLibrariesWithoutAWarning() throws Exception {
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        Process process =
                new ProcessBuilder(asFromTheManifest(BundledLibraries.class))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            assertThat(process.waitFor()).as(Files.readString(err)).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(err).content().isEmpty();
        assertThat(Files.readAllLines(out))
                .contains(
                        "brotli sold out, back, sold out",
                        "zstd sold out, back, sold out",
                        "sqlite 42",
                        "postgresql 42",
                        "agrona 1",
                        "jctools one",
                        "helidon HTTP/1.1 200 OK")
                .anyMatch(line -> line.startsWith("async-profiler "));
    }

    @Test
    void shouldCarryTheLicencesOfWhatItBundles() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(text(jar, "META-INF/LICENSE"))
                    .isEqualTo(Files.readString(Path.of("LICENSE")));
            assertThat(text(jar, "META-INF/NOTICE"))
                    .contains("Helidon", "Jackson", "Micrometer", "Netty");
            assertThat(text(jar, "META-INF/THIRD-PARTY.txt"))
                    .contains("(EPL-2.0)", "(MIT) SLF4J", "(BSD-2-Clause) zstd-jni", "sqlite-jdbc")
                    .doesNotContain("Unknown license");
            for (String each :
                    List.of(
                            "slf4j",
                            "epl-2.0",
                            "zstd",
                            "zstd-jni",
                            "brotli",
                            "re2j",
                            "asm",
                            "uplot",
                            "postgresql",
                            "scram")) {
                assertThat(text(jar, "META-INF/licenses/" + each + ".txt")).isNotBlank();
            }
        }
    }

    @Test
    void shouldNameEveryListOfHelidonsServices() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> lists =
                    names(jar).stream()
                            .filter(name -> name.matches("META-INF/helidon/.+/.+"))
                            .filter(name -> !name.endsWith("/"))
                            .toList();

            assertThat(lists).isNotEmpty();
            assertThat(text(jar, "META-INF/helidon/manifest").lines()).containsAll(lists);
        }
    }

    @Test
    void shouldBundleNativeLibrariesOfCommonPlatformsOnly() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(names(jar))
                    .contains(
                            "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so",
                            "org/sqlite/native/Linux/aarch64/libsqlitejdbc.so",
                            "org/sqlite/native/Linux-Musl/x86_64/libsqlitejdbc.so",
                            "org/sqlite/native/Mac/aarch64/libsqlitejdbc.dylib",
                            "org/sqlite/native/Windows/x86_64/sqlitejdbc.dll")
                    .noneMatch(name -> name.matches(".*(FreeBSD|riscv64|ppc64|s390x|armv?[67]/).*"))
                    .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA)"))
                    .noneMatch(name -> name.startsWith("META-INF/versions/"))
                    .doesNotHaveDuplicates();
        }
    }

    /** {@code java -jar} with another main class: the manifest's permissions as options. */
    private static List<String> asFromTheManifest(Class<?> main) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            // Each package that is opened has every start run the JVM's machinery for lambdas.
            assertThat(manifest.getValue("Add-Opens")).isNull();
            command.add("--enable-native-access=" + manifest.getValue("Enable-Native-Access"));
        }
        Path tests = Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
        command.add("-Dlogback.configurationFile=" + tests.resolve("logback-test.xml"));
        command.add("-cp");
        command.add(JAR + File.pathSeparator + tests);
        command.add(main.getName());
        return command;
    }

    private static List<String> names(JarFile jar) {
        return jar.stream().map(ZipEntry::getName).toList();
    }

    private static String text(JarFile jar, String name) throws IOException {
        ZipEntry entry = Objects.requireNonNull(jar.getEntry(name), name);
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
