package tori.launcher;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Starts tori with the {@link ShippedOptions} and the {@link Archive}: this process goes on as a
 * JVM that has them, same id and all. Where that cannot be, tori runs as it is: slower to start, no
 * worse. Main thread only; the archive is made on a thread of its own.
 */
final class PreparedStart {

    /**
     * System property: this JVM has its options, and whether the archive is there ({@link
     * #PREPARED}), is still to be made ({@code make}) or cannot be ({@code none}).
     */
    static final String ARCHIVE_PROPERTY = "tori.launcher.archive";

    /** What it is where the archive is there. */
    static final String PREPARED = "use";

    /**
     * Option: use the archive if it is there, make none. For a tori that is measured: making takes
     * processors from what is measured.
     */
    static final String MAKE_NONE = "-Dtori.launcher.making=no";

    /** What the launcher says to itself has no part in what an archive is made for. */
    private static final String OWN_OPTIONS = "-Dtori.launcher.";

    /** Environment variable: {@code plain} leaves the JVM alone, {@code verbose} tells. */
    static final String MODE = "TORI_LAUNCHER";

    /** A damaged or foreign archive is nothing to report: tori starts without it. */
    private static final List<String> SILENCE = Arrays.asList("-Xlog:aot=off", "-Xlog:cds=off");

    /** System property of the JDK: reflection goes through native code. */
    private static final String NATIVE_CALLS = "jdk.reflect.useNativeAccessorOnly";

    private static final String USE = "-XX:AOTCache=";

    /** Who lives this long is no short command, and has done the work of its start. */
    private static final long MAKE_AFTER_SECONDS = 10;

    /** Instead, for who wants to be told: away from what tori itself prints. */
    private static final List<String> TOLD =
            Arrays.asList(
                    "-Xlog:aot=off",
                    "-Xlog:cds=off",
                    "-Xlog:aot=warning:stderr",
                    "-Xlog:cds=warning:stderr");

    private PreparedStart() {}

    /** What to say of a {@link #MODE} that does not exist; null if there is nothing to say. */
    static @Nullable String warning(Map<String, String> environment) {
        String mode = environment.getOrDefault(MODE, "");
        return mode.isEmpty() || mode.equals("plain") || mode.equals("verbose")
                ? null
                : MODE
                        + " is "
                        + mode
                        + ", which means nothing and is left aside: it can be plain or verbose.";
    }

    /**
     * Goes on as the prepared JVM, which is the last this one does; or returns, because this is the
     * prepared one, or because there is to be none.
     */
    static void continueOrReturn(String[] args) {
        Map<String, String> environment = System.getenv();
        String archive = System.clearProperty(ARCHIVE_PROPERTY);
        boolean posix = File.separatorChar == '/';
        if (archive != null) {
            if (archive.equals("make")) {
                makeLater(args, environment);
            }
        } else if (posix && !"plain".equals(environment.get(MODE))) {
            OwnCommand own = OwnCommand.read(args);
            Path jar = Launcher.origin();
            if (own != null && Files.isRegularFile(jar)) {
                replace(own, jar, environment);
            }
        }
    }

    private static void replace(OwnCommand own, Path jar, Map<String, String> environment) {
        List<String> wanted = wanted(own.options(), environment);
        Path home = Paths.get(System.getProperty("java.home"));
        if (ShippedOptions.keepThisJvm(wanted, environment)) {
            tell(environment, "leaves this JVM as it was asked for");
            return;
        }
        try {
            Prepared prepared = prepared(wanted, home, jar, environment);
            List<String> command = new ArrayList<>();
            command.add(home.resolve("bin/java").toString());
            command.addAll(prepared.options);
            command.addAll(own.rest());
            tell(environment, "continues as " + command);
            become(encoded(command), prepared.library);
            tell(environment, "may not continue so; starts as it is");
        } catch (IOException | ReflectiveOperationException | LinkageError e) {
            tell(environment, "cannot continue so, and starts as it is: " + e);
        }
    }

    private static void become(List<byte[]> command, @Nullable Path library)
            throws ReflectiveOperationException {
        Class<?> image = Class.forName("tori.launcher.ProcessImage");
        Method replace = image.getDeclaredMethod("replace", List.class, Path.class);
        replace.setAccessible(true);
        // For a single call: a method handle takes longer to make than all that is left to do.
        String before = System.setProperty(NATIVE_CALLS, "true");
        try {
            replace.invoke(null, command, library);
        } finally {
            if (before == null) {
                System.clearProperty(NATIVE_CALLS);
            } else {
                System.setProperty(NATIVE_CALLS, before);
            }
        }
    }

    private static List<byte[]> encoded(List<String> words) throws IOException {
        Charset charset = OwnCommand.charset();
        List<byte[]> encoded = new ArrayList<>();
        for (String word : words) {
            byte[] bytes = word.getBytes(charset);
            if (!word.equals(new String(bytes, charset))) {
                throw new IOException(word + " cannot be written as " + charset);
            }
            encoded.add(bytes);
        }
        return encoded;
    }

    /**
     * The options for a Java that is started in place of this one.
     *
     * @param given by the user
     */
    static List<String> options(
            List<String> given, Path home, Path jar, Map<String, String> environment) {
        boolean plain = File.separatorChar != '/' || "plain".equals(environment.get(MODE));
        List<String> wanted = wanted(given, environment);
        return plain || ShippedOptions.keepThisJvm(wanted, environment)
                ? given
                : prepared(wanted, home, jar, environment).options;
    }

    private static List<String> wanted(List<String> given, Map<String, String> environment) {
        List<String> wanted = new ArrayList<>(given);
        wanted.addAll(ShippedOptions.further(environment));
        return wanted;
    }

    /** What the next JVM is started with. */
    private static final class Prepared {

        private final List<String> options;
        private final @Nullable Path library;

        private Prepared(List<String> options, @Nullable Path library) {
            this.options = options;
            this.library = library;
        }
    }

    private static Prepared prepared(
            List<String> wanted, Path home, Path jar, Map<String, String> environment) {
        List<String> options = new ArrayList<>(ShippedOptions.beside(wanted, environment));
        options.addAll(wanted);
        String state = "none";
        Path library = null;
        try {
            String name = Archive.name(jar, home, withoutOwn(options), environment);
            List<Path> folders = Archive.folders(jar, environment);
            List<String> flaws = new ArrayList<>();
            Archive archive = Archive.find(name, folders, flaws);
            for (String flaw : flaws) {
                tell(environment, flaw);
            }
            if (archive != null) {
                options.addAll(isVerbose(environment) ? TOLD : SILENCE);
                options.add(USE + archive.file());
                state = PREPARED;
                library = archive.library();
            } else if (wanted.contains(MAKE_NONE)) {
                tell(environment, "does without an archive: there is none, and none is to be made");
            } else if (Archive.place(name, folders) != null) {
                state = "make";
            } else {
                tell(environment, "has no folder for an archive that this user alone can write");
            }
        } catch (IOException | RuntimeException e) {
            tell(environment, "does without an archive: " + e);
        }
        options.add("-D" + ARCHIVE_PROPERTY + "=" + state);
        return new Prepared(options, library);
    }

    private static void makeLater(String[] args, Map<String, String> environment) {
        ScheduledExecutorService later =
                Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread thread = new Thread(task, "archive-maker");
                    thread.setDaemon(true);
                    return thread;
                });
        later.schedule(
                () -> {
                    ArchiveMaker maker = maker(args, environment);
                    if (maker != null) {
                        Runtime.getRuntime().addShutdownHook(new Thread(maker::stop));
                        maker.make();
                    }
                    later.shutdown();
                },
                MAKE_AFTER_SECONDS,
                TimeUnit.SECONDS);
    }

    private static @Nullable ArchiveMaker maker(String[] args, Map<String, String> environment) {
        OwnCommand own = OwnCommand.read(args);
        if (own == null) {
            return null;
        }
        return maker(withoutOwn(own.options()), environment);
    }

    static List<String> withoutOwn(List<String> options) {
        List<String> others = new ArrayList<>(options);
        for (Iterator<String> each = others.iterator(); each.hasNext(); ) {
            if (each.next().startsWith(OWN_OPTIONS)) {
                each.remove();
            }
        }
        return others;
    }

    private static @Nullable ArchiveMaker maker(
            List<String> options, Map<String, String> environment) {
        Path jar = Launcher.origin();
        Path home = Paths.get(System.getProperty("java.home"));
        try {
            Archive archive =
                    Archive.place(
                            Archive.name(jar, home, options, environment),
                            Archive.folders(jar, environment));
            return archive == null
                    ? null
                    : new ArchiveMaker(archive, home, options, jar, isVerbose(environment));
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Makes the archive of a start without options, now: for images of containers and for
     * measurements.
     */
    static boolean makeNow() {
        Map<String, String> environment = System.getenv();
        List<String> wanted = wanted(Collections.<String>emptyList(), environment);
        List<String> options = new ArrayList<>(ShippedOptions.beside(wanted, environment));
        options.addAll(wanted);
        ArchiveMaker maker = maker(options, environment);
        return maker != null && maker.make();
    }

    private static boolean isVerbose(Map<String, String> environment) {
        return "verbose".equals(environment.get(MODE));
    }

    private static void tell(Map<String, String> environment, String sentence) {
        if (isVerbose(environment)) {
            System.err.println("tori launcher: " + sentence);
        }
    }
}
