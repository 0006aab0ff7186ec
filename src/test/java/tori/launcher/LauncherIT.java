package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts the packaged jar on an older Java, as {@code java -jar} would on most machines. */
@Timeout(60)
class LauncherIT {

    private static final Path JAR = Path.of(System.getProperty("tori.jar", "target/tori.jar"));
    private static final Path OURS = Path.of(System.getProperty("java.home"));

    /** Tells what it was started with, then waits; sleeps in steps because sh defers its traps. */
    private static final String RECORDER =
            """
            trap 'echo got TERM; exit 11' TERM
            trap 'echo got INT; exit 12' INT
            trap 'echo got HUP' HUP
            for argument; do echo "[$argument]"; done
            echo ready
            while :; do sleep 0.05; done
            """;

    private static Path old;

    @TempDir Path temporary;

    @BeforeAll
    static void findAnOlderJava() throws IOException {
        old = olderJava();
    }

    @Test
    void shouldContinueOnTheNamedJava() throws Exception {
        Result older = run(starter(Map.of("TORI_JAVA_HOME", OURS.toString()), "--help"));
        Result direct = run(new ProcessBuilder(program(OURS), "-jar", JAR.toString(), "--help"));

        assertThat(older.err).doesNotContain("WARNING", "Exception", "\tat ");
        assertThat(older.out).isEqualTo(direct.out);
        assertThat(older.status).isEqualTo(direct.status).isZero();
    }

    @Test
    void shouldFindAJavaByItself() throws Exception {
        Files.createSymbolicLink(temporary.resolve("jdk"), OURS);

        Result result = run(starter(Map.of(), folders(temporary), "--help"));

        assertThat(result.err).doesNotContain("WARNING", "Exception", "\tat ");
        assertThat(result.status).isZero();
    }

    @Test
    void shouldSayInOneSentenceWhatToInstall() throws Exception {
        Result result = run(starter(Map.of("PATH", ""), folders(temporary)));

        assertThat(result.out).isEmpty();
        assertThat(result.err.lines())
                .singleElement()
                .asString()
                .startsWith("tori needs Java 25 or newer and found only Java ")
                .contains("install a JDK 25", "TORI_JAVA_HOME");
        assertThat(result.status).isEqualTo(2);
    }

    @Test
    void shouldSayThatTheNamedJavaIsNone() throws Exception {
        Result result = run(starter(Map.of("TORI_JAVA_HOME", temporary.toString())));

        assertThat(result.err.lines())
                .singleElement()
                .asString()
                .startsWith("TORI_JAVA_HOME is " + temporary + ", which is not");
        assertThat(result.status).isEqualTo(2);
    }

    @Test
    void shouldNotStartLaunchersForEver() throws Exception {
        Path liar =
                FakeJdk.create(temporary.resolve("liar"), "25", "exec " + program(old) + " \"$@\"");

        Result result = run(starter(Map.of("TORI_JAVA_HOME", liar.toString())));

        assertThat(result.err.lines())
                .singleElement()
                .asString()
                .contains("claims to be that but is Java");
        assertThat(result.status).isEqualTo(2);
    }

    @Test
    void shouldTryTheNextJavaWhenOneCannotStart() throws Exception {
        Path broken = FakeJdk.create(temporary.resolve("a"), "25.0.9");
        Files.writeString(broken.resolve("bin/java"), "#!/nowhere/interpreter\n");
        FakeJdk.create(temporary.resolve("b"), "25.0.1", "exit 42");

        assertThat(run(starter(Map.of(), folders(temporary))).status).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource({"exit 0,0", "exit 3,3", "kill -9 $$,137"})
    void shouldEndAsTheChildEnds(String script, int status) throws Exception {
        Path fake = FakeJdk.create(temporary.resolve("jdk"), "25", script);

        assertThat(run(starter(Map.of("TORI_JAVA_HOME", fake.toString()))).status)
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"TERM,11", "INT,12"})
    void shouldHandOnSignalsAndArguments(String signal, int status) throws Exception {
        Path fake = FakeJdk.create(temporary.resolve("jdk"), "25", RECORDER);
        Process process =
                starter(
                                Map.of("TORI_JAVA_HOME", fake.toString()),
                                List.of("-Dcolour=dark blue", "-Xmx64m"),
                                "run",
                                "two words",
                                "")
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader out = process.inputReader()) {
            List<String> seen = linesUntil(out, "ready");
            assertThat(seen)
                    .containsSubsequence("[-Dcolour=dark blue]", "[-Xmx64m]")
                    .contains("[-Dtori.launcher.parent=" + process.pid() + "]")
                    .endsWith(
                            "[-jar]",
                            "[" + JAR.toAbsolutePath() + "]",
                            "[run]",
                            "[two words]",
                            "[]");

            kill("HUP", process.pid());
            assertThat(linesUntil(out, "got HUP")).isEmpty();
            kill(signal, process.pid());
            assertThat(linesUntil(out, "got " + signal)).isEmpty();
            assertThat(process.waitFor()).isEqualTo(status);
        } finally {
            process.destroyForcibly();
        }
    }

    private record Result(int status, String out, String err) {}

    private ProcessBuilder starter(Map<String, String> environment, String... arguments) {
        return starter(environment, List.of(), arguments);
    }

    private static List<String> folders(Path folder) {
        return List.of("-D" + JavaHomes.FOLDERS_PROPERTY + "=" + folder);
    }

    /** {@code java -jar tori.jar} on the older Java, in a surrounding that knows no other. */
    private ProcessBuilder starter(
            Map<String, String> environment, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program(old));
        command.addAll(options);
        command.add("-jar");
        command.add(JAR.toString());
        Collections.addAll(command, arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(name -> name.contains("JAVA") || name.contains("JDK"));
        builder.environment().put("PATH", "/usr/bin" + File.pathSeparator + "/bin");
        builder.environment().putAll(environment);
        return builder;
    }

    private Result run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile(temporary, "out", "");
        Path err = Files.createTempFile(temporary, "err", "");
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            int status = process.waitFor();
            return new Result(status, Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> linesUntil(BufferedReader in, String last) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); !last.equals(line); line = in.readLine()) {
            assertThat(line).as("output ended before: %s; so far %s", last, lines).isNotNull();
            lines.add(line);
        }
        return lines;
    }

    private static void kill(String signal, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-s", signal, Long.toString(pid)).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static String program(Path home) {
        return home.resolve("bin/java").toString();
    }

    private static Path olderJava() throws IOException {
        assumeTrue(File.separatorChar == '/', "skipped: needs sh and signals");
        Path folder = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> homes = Files.list(folder)) {
                return homes.sorted()
                        .filter(LauncherIT::isOlder)
                        .findFirst()
                        .orElseGet(LauncherIT::none);
            }
        }
        return none();
    }

    private static boolean isOlder(Path folder) {
        JavaHome home = JavaHome.read(folder);
        return home != null && home.feature() < Launcher.REQUIRED_FEATURE;
    }

    private static Path none() {
        return abort("skipped: no Java older than 25 in /usr/lib/jvm to start the jar with");
    }
}
