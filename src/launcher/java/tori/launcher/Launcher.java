package tori.launcher;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The jar's main class: runs tori here or on a newer Java. Main thread only. */
public final class Launcher {

    /** The oldest Java that tori's own classes run on. */
    static final int REQUIRED_FEATURE = 25;

    /** Exit status for what the user has to put right. */
    private static final int USAGE = 2;

    private static final String MAIN = "tori.Main";
    private static final String REHEARSAL = "tori.Rehearsal";

    private Launcher() {}

    /** Runs tori with {@code args}; its exit status becomes that of this process. */
    public static void main(String[] args) throws Throwable {
        if (isFirst()) {
            checkEnvironment(System.getenv());
        }
        int feature = JavaHome.feature(System.getProperty("java.specification.version", "0"));
        if (feature >= REQUIRED_FEATURE) {
            ParentWatch.startIfLaunched();
            String rehearsal = System.clearProperty(ArchiveMaker.REHEARSAL_PROPERTY);
            if (rehearsal != null) {
                runHere(REHEARSAL, rehearsal);
            } else {
                continueOrReturn(args);
                runHere(MAIN, args);
            }
        } else if (System.getProperty(ParentWatch.PARENT_PROPERTY) != null) {
            // Never twice: a JDK whose release file is wrong must not start launchers for ever.
            fail(
                    "tori needs Java "
                            + REQUIRED_FEATURE
                            + " or newer; "
                            + System.getProperty("java.home")
                            + " claims to be that but is Java "
                            + feature
                            + ".");
        } else {
            System.exit(runElsewhere(args, feature));
        }
    }

    /** Whether no launcher before this one has looked at what the user asked for. */
    private static boolean isFirst() {
        return System.getProperty(ParentWatch.PARENT_PROPERTY) == null
                && System.getProperty(PreparedStart.ARCHIVE_PROPERTY) == null;
    }

    /** Ends this process if it cannot do what is asked. */
    static void checkEnvironment(Map<String, String> environment) {
        String refusal = FurtherOptions.refusal(environment);
        if (refusal != null) {
            fail(refusal);
        }
        String warning = PreparedStart.warning(environment);
        if (warning != null) {
            System.err.println(warning);
        }
    }

    /** The prepared JVM does without the class that prepares: it is not in the archive. */
    private static void continueOrReturn(String[] args) {
        if (PreparedStart.PREPARED.equals(System.getProperty(PreparedStart.ARCHIVE_PROPERTY))) {
            System.clearProperty(PreparedStart.ARCHIVE_PROPERTY);
        } else {
            PreparedStart.continueOrReturn(args);
        }
    }

    private static void runHere(String main, String... args) throws Throwable {
        try {
            Class.forName(main).getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static int runElsewhere(String[] args, int feature) throws InterruptedException {
        Map<String, String> environment = System.getenv();
        List<JavaHome> homes;
        try {
            homes = JavaHomes.ofThisMachine(environment).suitable();
        } catch (UnsuitableJavaHomeException e) {
            return fail(e.getMessage());
        }
        IOException lastFailure = null;
        for (JavaHome home : homes) {
            try {
                return new Child(command(home, args, environment)).run();
            } catch (IOException e) {
                lastFailure = e; // such as a JDK for another processor: the next one may do
            }
        }
        if (lastFailure != null) {
            return fail(
                    "tori could not start the newer Java it found: " + lastFailure.getMessage());
        }
        return fail(
                "tori needs Java "
                        + REQUIRED_FEATURE
                        + " or newer and found only Java "
                        + feature
                        + ": install a JDK "
                        + REQUIRED_FEATURE
                        + " (for example from https://adoptium.net), or set "
                        + JavaHomes.OVERRIDE
                        + " to the folder of one.");
    }

    private static List<String> command(
            JavaHome home, String[] args, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(home.java().toString());
        List<String> passedOn = JvmOptions.toPassOn(JvmOptions.ofThisProcess(), environment);
        Path origin = origin();
        if (Files.isRegularFile(origin)) {
            command.addAll(PreparedStart.options(passedOn, home.folder(), origin, environment));
        } else {
            command.addAll(passedOn);
        }
        command.add("-D" + ParentWatch.PARENT_PROPERTY + "=" + Pids.own());
        if (Files.isRegularFile(origin)) {
            command.add("-jar");
            command.add(origin.toString());
        } else {
            command.add("-cp");
            command.add(System.getProperty("java.class.path"));
            command.add(Launcher.class.getName());
        }
        for (String argument : args) {
            command.add(argument);
        }
        return command;
    }

    /** The jar or the folder of classes that this class was loaded from. */
    static Path origin() {
        try {
            return Paths.get(
                    Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            return new File(System.getProperty("java.class.path")).toPath();
        }
    }

    private static int fail(String sentence) {
        System.err.println(sentence);
        System.exit(USAGE);
        return USAGE;
    }
}
