package tori.launcher;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the {@link Archive} that the next start will use: one process plays tori through (the
 * rehearsal) and notes what it needed, a second writes the archive, a third tries it. All yield to
 * everything else on the machine. Runs on a daemon thread of its own; {@link #stop} may come from
 * any thread.
 */
final class ArchiveMaker implements Runnable {

    /** System property: the folder in which tori plays itself through. */
    static final String REHEARSAL_PROPERTY = "tori.launcher.rehearsal";

    /** Each step takes seconds; on a machine that gives it nothing it is given up. */
    private static final long STEP_MINUTES = 5;

    /** Of some forty archives two were bad. */
    private static final int MAX_ATTEMPTS = 2;

    /** Both processes stay below; a machine or container with less left is left in peace. */
    private static final long NEEDED_BYTES = 1L << 30;

    /** Who is killed is gone at once, or hangs in the system. */
    private static final long END_SECONDS = 2;

    /** Of this jar and those before, and of other options. */
    private static final int KEPT = 3;

    private final Archive archive;
    private final Path home;
    private final List<String> options;
    private final Path jar;
    private final boolean tell;
    private final Path notes;
    private final Path made;
    private @Nullable Path stage;
    private @Nullable Process running;
    private boolean stopped;

    /**
     * @param options of the JVM, as they will be at the next start
     * @param tell whether to say on standard error how it went
     */
    ArchiveMaker(Archive archive, Path home, List<String> options, Path jar, boolean tell) {
        this.archive = archive;
        this.home = home;
        this.options = options;
        this.jar = jar;
        this.tell = tell;
        this.notes = archive.temporary("notes");
        this.made = archive.temporary("made");
    }

    @Override
    public void run() {
        make();
    }

    /** Whether the archive is in its place now. */
    boolean make() {
        try {
            Path created = createStage();
            archive.removeAbandoned(Files.getLastModifiedTime(created));
            if (Memory.availableBytes() < NEEDED_BYTES) {
                tell("too little memory is free to make " + archive);
                return false;
            }
            if (makeAndTry(created) && Files.isRegularFile(made)) {
                archive.addLibrary();
                archive.adopt(made, KEPT);
                tell("made " + archive);
                return true;
            }
            tell("could not make " + archive);
        } catch (IOException | RuntimeException e) {
            tell("could not make " + archive + ": " + e); // the next start is as slow as this one
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clean();
        }
        return false;
    }

    /** One that does not stand its trial is made once more: most are good, on the same machine. */
    private boolean makeAndTry(Path created) throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Path stage = Files.createDirectory(created.resolve("attempt-" + attempt));
            if (!step("rehearsal", rehearsal(stage)) || !step("assembly", assembly())) {
                return false;
            }
            if (step("trial", trial(stage))) {
                return true;
            }
        }
        return false;
    }

    private synchronized Path createStage() throws IOException {
        Path created = Files.createTempDirectory("tori-rehearsal");
        stage = created;
        return created;
    }

    private synchronized void clean() {
        delete(notes);
        delete(made);
        delete(stage);
    }

    private List<String> rehearsal(Path stage) {
        List<String> command = java();
        command.add("-XX:AOTMode=record");
        command.add("-XX:AOTConfiguration=" + notes);
        command.add("-D" + REHEARSAL_PROPERTY + "=" + stage);
        // What it unpacks there it does not remove if it is ended; this process does.
        command.add("-Djava.io.tmpdir=" + stage);
        command.add("-D" + ParentWatch.PARENT_PROPERTY + "=" + Pids.own());
        command.addAll(Arrays.asList("-jar", jar.toString()));
        return command;
    }

    private List<String> assembly() {
        List<String> command = java();
        command.add("-XX:AOTMode=create");
        command.add("-XX:AOTConfiguration=" + notes);
        command.add("-XX:AOTCache=" + made);
        command.addAll(Arrays.asList("-jar", jar.toString()));
        return command;
    }

    /**
     * A start with it, before anybody depends on it: JDK 25.0.3 once wrote one that was whole, and
     * that every JVM crashed with at its boot ({@code AOTLinkedClassBulkLoader}).
     */
    private List<String> trial(Path stage) {
        List<String> command = java();
        command.add("-XX:AOTMode=on");
        command.add("-XX:AOTCache=" + made);
        // What a crash leaves goes with the stage.
        command.add("-XX:ErrorFile=" + stage.resolve("crash"));
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add("-D" + PreparedStart.ARCHIVE_PROPERTY + "=" + PreparedStart.PREPARED);
        command.addAll(Arrays.asList("-jar", jar.toString(), "--version"));
        return command;
    }

    private List<String> java() {
        List<String> command = new ArrayList<>();
        Path nice = Paths.get("/usr/bin/nice");
        if (Files.isExecutable(nice)) {
            command.addAll(Arrays.asList(nice.toString(), "-n", "19"));
        }
        command.add(home.resolve("bin/java").toString());
        command.addAll(options);
        return command;
    }

    private boolean step(String name, List<String> command)
            throws IOException, InterruptedException {
        File nowhere = new File("/dev/null");
        Process process;
        synchronized (this) {
            if (stopped) {
                return false;
            }
            process =
                    new ProcessBuilder(command)
                            .redirectInput(nowhere)
                            .redirectOutput(nowhere)
                            .redirectError(nowhere)
                            .start();
            running = process;
        }
        try {
            if (!process.waitFor(STEP_MINUTES, TimeUnit.MINUTES)) {
                tell("gave up the " + name + " after " + STEP_MINUTES + " minutes");
                return false;
            }
            if (process.exitValue() != 0) {
                tell("the " + name + " ended with status " + process.exitValue());
            }
            return process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Ends what runs, at once, and leaves nothing of it; for when this process ends. */
    synchronized void stop() {
        stopped = true;
        if (running != null) {
            running.destroyForcibly();
            awaitEnd(running);
        }
        clean();
    }

    /** So that it puts nothing more into the folder that is about to be deleted. */
    private static void awaitEnd(Process process) {
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(@Nullable Path path) {
        if (path == null) {
            return;
        }
        try {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                    files.forEach(ArchiveMaker::delete);
                }
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            return; // left behind, in a folder that is ours
        }
    }

    private void tell(String sentence) {
        if (tell) {
            System.err.println("tori launcher: " + sentence);
        }
    }
}
