package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

@Timeout(60)
class SystemCallLibraryTest {

    @TempDir Path folder;

    @BeforeEach
    void requireOne() {
        assumeTrue(SystemCallLibrary.isForThisMachine(), "skipped: there is none for this machine");
    }

    @Test
    void shouldBeFoundOnlyAsItWasWritten() throws IOException {
        assertThat(SystemCallLibrary.find(folder)).isNull();

        SystemCallLibrary.write(folder, folder.resolve("part"));
        Path library = SystemCallLibrary.find(folder);
        assertThat(library).isNotNull();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(library);
        }

        byte[] other = SystemCallLibrary.image();
        other[other.length / 2] ^= 1;
        Files.write(library, other);
        assertThat(SystemCallLibrary.find(folder)).isNull();
        SystemCallLibrary.write(folder, folder.resolve("part"));
        assertThat(SystemCallLibrary.find(folder)).isEqualTo(library);
    }

    @Test
    void shouldGoOnAsTheProgramWithArgumentsAndEnvironment() throws Exception {
        ProcessBuilder builder =
                becoming("/bin/sh", "-c", "echo \"$$ $0 $1 [$GREETING]\"", "ä", "");
        builder.environment().put("GREETING", "good day");

        Process process = builder.start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(process.pid() + " ä  [good day]\n");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void shouldDoWithoutAnyEnvironment() throws Exception {
        ProcessBuilder builder = becoming("/usr/bin/env");
        builder.environment().clear();

        Process process = builder.start();

        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void shouldReturnIfTheSystemRefuses() throws Exception {
        Process process = becoming(folder.resolve("none").toString()).start();

        assertThat(process.waitFor()).isEqualTo(Becoming.REFUSED);
    }

    private ProcessBuilder becoming(String... command) throws IOException {
        SystemCallLibrary.write(folder, folder.resolve("part"));
        List<String> words =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Becoming.class.getName(),
                                folder.toString()));
        words.addAll(List.of(command));
        return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Goes on as the program that its arguments name, by the library in the folder. */
    static final class Becoming {

        static final int REFUSED = 17;

        private Becoming() {}

        public static void main(String[] args) throws IOException {
            List<byte[]> command = new ArrayList<>();
            for (String word : List.of(args).subList(1, args.length)) {
                command.add(word.getBytes(StandardCharsets.UTF_8));
            }
            Path library = SystemCallLibrary.find(Path.of(args[0]));
            SystemCallLibrary.prepare(library, command).execute();
            System.exit(REFUSED);
        }
    }
}
