package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts the packaged jar and looks at the JVM it goes on as. */
@Timeout(300)
class PreparedStartIT {

    private static final Path BUILT = Path.of(System.getProperty("tori.jar", "target/tori.jar"));
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Map<String, String> VERBOSE = Map.of("TORI_LAUNCHER", "verbose");
    private static final String DEMO =
            """
            destinations: {log: {type: file, path: events.jsonl}}
            defaults: {interval: 1s, notify: [log]}
            store: {url: "sqlite:tori.db"}
            sites: [{name: demo, url: "demo://store", monitors: [{name: all, type: shopify}]}]
            """;

    @TempDir static Path opt;
    @TempDir Path temporary;

    private static Path jar;

    @BeforeAll
    static void install() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "skipped: looks into /proc");
        permit(opt, "rwxr-xr-x");
        jar = Files.copy(BUILT, opt.resolve("tori.jar"));
    }

    @Test
    void shouldGoOnAsTheSameProcess() throws Exception {
        Files.writeString(temporary.resolve("config.yaml"), DEMO);
        Process process =
                start(Map.of("TORI_JAVA_OPTS", "-Dfrom=variable"), "-Dcolour=dark blue", "-Xmx99m");
        try {
            awaitLine("watches 1 monitor");

            assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).split("\0"))
                    .contains("-XX:+UseSerialGC", "-Dfrom=variable")
                    .containsSubsequence("-Dcolour=dark blue", "-Xmx99m", "-jar", jar.toString())
                    .noneMatch(option -> option.startsWith("-Xms"));
            assertThat(process.children()).isEmpty();
            signal("HUP", process);
            signal("TERM", process);
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(temporary.resolve("out")).isEmptyFile();
        assertThat(temporary.resolve("err"))
                .content()
                .contains("Stopping")
                .doesNotContain("WARNING", "launcher");
    }

    @Test
    void shouldTakeTheRehearsalWithIt() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("own"));
        permit(folder, "rwxr-xr-x");
        Path there = Files.copy(BUILT, folder.resolve("tori.jar"));
        Files.writeString(temporary.resolve("config.yaml"), DEMO);
        Process process = builder(Map.of(), command(there)).start();
        try {
            // Others come and go: the driver of SQLite asks uname where it is.
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> process.descendants().anyMatch(PreparedStartIT::isRehearsal));
            List<ProcessHandle> rehearsal = process.descendants().toList();
            signal("TERM", process);

            assertThat(process.waitFor()).isZero();
            await().until(() -> rehearsal.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            process.destroyForcibly();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(there);
        }
        assertThat(temporary.resolve("err")).content().doesNotContain("WARN", "rehearsal");
    }

    /** Also while it becomes another program: what one JVM has heard the next does not know. */
    @Test
    void shouldEndByASignalWheneverItComes() throws Exception {
        Files.writeString(temporary.resolve("config.yaml"), DEMO);
        for (int millis = 0; millis < 1_500; millis += 100) {
            Process process = builder(Map.of(), command(jar)).start();
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
                signal("TERM", process);

                assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue()).isIn(0, 128 + 15);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void shouldEndAsToriEnds() throws Exception {
        assertThat(run(Map.of(), "run", "--config", "none.yaml").status).isEqualTo(2);
        assertThat(run(Map.of(), "check", "--nonsense").status).isEqualTo(2);
        assertThat(run(Map.of(), "version").status).isZero();
    }

    @Test
    void shouldNameTheVariableThatIsWrong() throws Exception {
        for (String wrong : List.of("garbage", "-jar x", "-version", "--help")) {
            Result refused = run(Map.of("TORI_JAVA_OPTS", wrong), "version");
            assertThat(refused.status).isEqualTo(2);
            assertThat(refused.out).isEmpty();
            assertThat(refused.err.lines()).singleElement().asString().startsWith("TORI_JAVA_OPTS");
        }
        Result warned = run(Map.of("TORI_LAUNCHER", "vebrose"), "version");
        assertThat(warned.status).isZero();
        assertThat(warned.err.lines()).singleElement().asString().startsWith("TORI_LAUNCHER is");
    }

    @Test
    void shouldLeaveTheJvmAlone() throws Exception {
        Result plain = run(Map.of("TORI_LAUNCHER", "plain"), "version");
        assertThat(plain.status).isZero();

        Process process = start(VERBOSE, "-Xshare:auto");
        // Without a configuration it ends by itself.
        process.waitFor();
        assertThat(temporary.resolve("err"))
                .content()
                .contains("leaves this JVM as it was asked for")
                .doesNotContain("continues");
    }

    @Test
    void shouldMakeAnArchiveAndUseItWhileItIsSound() throws Exception {
        assertThat(run(VERBOSE, "version").err).contains("archive=make").doesNotContain("AOTCache");

        make();
        Path archive = archive();
        assertThat(run(VERBOSE, "version").err).contains("-XX:AOTCache=" + archive);
        Result fast = run(Map.of(), "version");
        assertThat(fast.err).isEmpty();
        assertThat(fast.out).startsWith("tori ");

        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.seek(file.length() / 2);
            file.write(new byte[] {0x55, 0x55, 0x55, 0x55});
        }
        assertThat(run(VERBOSE, "version").err)
                .contains("does not use " + archive + ": its checksum differs")
                .doesNotContain("AOTCache");
        assertThat(run(Map.of(), "version")).isEqualTo(fast);

        // Whole by its checksum, but nothing the JVM could use: it is to say nothing about it.
        Archive foreign = Archive.place(archive.getFileName().toString(), List.of(opt));
        assertThat(foreign).isNotNull();
        foreign.adopt(Files.writeString(foreign.temporary("made"), "not an archive"), 1);
        Result told = run(VERBOSE, "version");
        assertThat(told.err).contains("AOTCache").contains("[warning]");
        assertThat(told.out).isEqualTo(fast.out);
        assertThat(run(Map.of(), "version")).isEqualTo(fast);
    }

    @Test
    void shouldDoWithoutWhereNothingCanBeKept() throws Exception {
        Path shared = Files.createDirectory(temporary.resolve("shared"));
        Path there = Files.copy(BUILT, shared.resolve("tori.jar"));
        permit(shared, "rwxrwxrwx");
        Map<String, String> nowhere = Map.of("TORI_LAUNCHER", "verbose", "HOME", "none");

        Process process = builder(nowhere, command(there, "version")).start();

        assertThat(process.waitFor()).isZero();
        assertThat(temporary.resolve("err")).content().contains("archive=none", "no folder");
        try (Stream<Path> files = Files.list(shared)) {
            assertThat(files).containsExactly(there);
        }
    }

    private void awaitLine(String part) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(temporary.resolve("err")).contains(part));
    }

    private record Result(int status, String out, String err) {}

    private void make() throws Exception {
        Process process =
                builder(
                                VERBOSE,
                                List.of(
                                        JAVA.toString(),
                                        "-cp",
                                        jar.toString(),
                                        MakeArchive.class.getName()))
                        .start();
        int status = process.waitFor();
        assertThat(status).as("%s", Files.readString(temporary.resolve("err"))).isZero();
    }

    private static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(opt)) {
            List<Path> others =
                    files.filter(file -> !file.equals(jar) && !file.toString().endsWith(".so"))
                            .sorted()
                            .toList();
            assertThat(others)
                    .as("nothing but the archive, its checksum and the library is left")
                    .hasSize(2)
                    .last()
                    .asString()
                    .endsWith(".aot.crc");
            return others.getFirst();
        }
    }

    /** The daemon of the configuration here. */
    private Process start(Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", jar.toString()));
        return builder(environment, command).start();
    }

    private Result run(Map<String, String> environment, String... arguments) throws Exception {
        Process process = builder(environment, command(jar, arguments)).start();
        int status = process.waitFor();
        return new Result(
                status,
                Files.readString(temporary.resolve("out")),
                Files.readString(temporary.resolve("err")));
    }

    private static List<String> command(Path jar, String... arguments) {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private ProcessBuilder builder(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(temporary.toFile())
                        .redirectOutput(temporary.resolve("out").toFile())
                        .redirectError(temporary.resolve("err").toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.contains("JAVA") || name.startsWith("XDG"));
        builder.environment().putAll(environment);
        return builder;
    }

    private static boolean isRehearsal(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains("-XX:AOTMode=record");
    }

    private static void signal(String name, Process process)
            throws IOException, InterruptedException {
        String pid = Long.toString(process.pid());
        assertThat(new ProcessBuilder("kill", "-s", name, pid).start().waitFor()).isZero();
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
