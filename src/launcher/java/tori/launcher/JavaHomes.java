package tori.launcher;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds the installed Javas that can run tori. Main thread only.
 *
 * <p>The order: the folder in {@code TORI_JAVA_HOME}, and then nothing else, for who names a Java
 * wants that one; {@code JAVA_HOME}; the {@code java} programs on {@code PATH}; then everything
 * found in the usual folders, the feature release nearest to the required one first, because that
 * is the one tori was tested on, and of that the newest update.
 */
final class JavaHomes {

    /** Environment variable that names the Java to use. */
    static final String OVERRIDE = "TORI_JAVA_HOME";

    /** System property: folders to look in instead of the usual ones, separated as in PATH. */
    static final String FOLDERS_PROPERTY = "tori.launcher.folders";

    /** JAVA_HOME_25_X64, JDK25, JDK_25_HOME: how build machines announce theirs. */
    private static final Pattern NUMBERED_HOME =
            Pattern.compile("JAVA_HOME_\\d+.*|J(AVA|DK)_?\\d+(_HOME)?");

    private static final Comparator<JavaHome> NEAREST_FIRST =
            (a, b) ->
                    a.feature() != b.feature()
                            ? Integer.compare(a.feature(), b.feature())
                            : -a.compareVersion(b);

    /** Where the Java lies in what a package manager made of it. */
    private static final String[] INNER = {
        "", "Contents/Home", "libexec", "libexec/openjdk.jdk/Contents/Home", "x64", "current"
    };

    private final Map<String, String> environment;
    private final List<Path> folders;

    /**
     * @param environment the variables to consult
     * @param folders each holds any number of Javas
     */
    JavaHomes(Map<String, String> environment, List<Path> folders) {
        this.environment = environment;
        this.folders = folders;
    }

    /** Looks in the usual folders of Linux, macOS and Windows. */
    static JavaHomes ofThisMachine(Map<String, String> environment) {
        String chosen = System.getProperty(FOLDERS_PROPERTY);
        List<Path> folders =
                chosen == null
                        ? usualFolders(environment)
                        : paths(chosen.split(File.pathSeparator));
        return new JavaHomes(environment, folders);
    }

    /**
     * The Javas that can run tori, best first.
     *
     * @throws UnsuitableJavaHomeException if {@code TORI_JAVA_HOME} names none
     */
    List<JavaHome> suitable() throws UnsuitableJavaHomeException {
        String named = environment.get(OVERRIDE);
        if (named != null && !named.isEmpty()) {
            return Collections.singletonList(override(named));
        }
        Map<Path, JavaHome> found = new LinkedHashMap<>();
        addIfSuitable(found, path(environment.get("JAVA_HOME")));
        for (Path bin : paths(environment.getOrDefault("PATH", "").split(File.pathSeparator))) {
            addIfSuitable(found, homeOfProgram(bin));
        }
        for (JavaHome home : inFolders()) {
            addIfSuitable(found, home.folder());
        }
        return new ArrayList<>(found.values());
    }

    private static JavaHome override(String named) throws UnsuitableJavaHomeException {
        Path folder = path(named);
        JavaHome home = folder == null ? null : JavaHome.read(folder);
        if (home == null) {
            throw new UnsuitableJavaHomeException(
                    OVERRIDE
                            + " is "
                            + named
                            + ", which is not the folder of a JDK: it needs bin/java and a file"
                            + " named release.");
        }
        if (home.feature() < Launcher.REQUIRED_FEATURE) {
            throw new UnsuitableJavaHomeException(
                    OVERRIDE
                            + " is "
                            + named
                            + ", which is Java "
                            + home.feature()
                            + "; tori needs Java "
                            + Launcher.REQUIRED_FEATURE
                            + " or newer.");
        }
        return home;
    }

    private static void addIfSuitable(Map<Path, JavaHome> found, @Nullable Path folder) {
        JavaHome home = folder == null ? null : JavaHome.read(folder);
        if (home != null && home.feature() >= Launcher.REQUIRED_FEATURE) {
            Path key;
            try {
                key = home.folder().toRealPath();
            } catch (IOException e) {
                return; // gone since it was read
            }
            found.putIfAbsent(key, home);
        }
    }

    private static @Nullable Path homeOfProgram(Path bin) {
        Path java = bin.resolve(File.separatorChar == '\\' ? "java.exe" : "java");
        try {
            Path folder = java.toRealPath().getParent();
            return folder == null ? null : folder.getParent();
        } catch (IOException e) {
            return null; // most folders on PATH have no java
        }
    }

    private List<JavaHome> inFolders() {
        List<JavaHome> homes = new ArrayList<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (NUMBERED_HOME.matcher(variable.getKey()).matches()) {
                addIfReadable(homes, path(variable.getValue()));
            }
        }
        for (Path folder : folders) {
            for (Path child : children(folder)) {
                for (String inner : INNER) {
                    addIfReadable(homes, child.resolve(inner));
                }
            }
        }
        homes.sort(NEAREST_FIRST);
        return homes;
    }

    private static void addIfReadable(List<JavaHome> homes, @Nullable Path folder) {
        JavaHome home = folder == null ? null : JavaHome.read(folder);
        if (home != null) {
            homes.add(home);
        }
    }

    private static List<Path> children(Path folder) {
        List<Path> children = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(children::add);
                Collections.sort(children); // equal versions: the same choice every time
            } catch (IOException | java.nio.file.DirectoryIteratorException e) {
                children.clear(); // not ours to read: the other folders remain
            }
        }
        return children;
    }

    private static List<Path> usualFolders(Map<String, String> environment) {
        String home = System.getProperty("user.home", "");
        List<String> names = new ArrayList<>();
        Collections.addAll(
                names,
                "/usr/lib/jvm",
                "/usr/lib64/jvm",
                "/usr/java",
                "/usr/local",
                "/usr/local/lib/jvm",
                "/usr/local/java",
                "/usr/local/opt",
                "/opt",
                "/opt/java",
                "/opt/homebrew/opt",
                "/opt/hostedtoolcache/Java_Temurin-Hotspot_jdk",
                "/home/linuxbrew/.linuxbrew/opt",
                "/Library/Java/JavaVirtualMachines",
                home + "/Library/Java/JavaVirtualMachines",
                home + "/.sdkman/candidates/java",
                home + "/.jdks",
                home + "/.asdf/installs/java",
                home + "/.local/share/mise/installs/java",
                home + "/.jenv/versions",
                home + "/.gradle/jdks",
                home + "/scoop/apps");
        String[] roots = {"ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"};
        String[] vendors = {
            "Java",
            "Eclipse Adoptium",
            "Microsoft",
            "Zulu",
            "Amazon Corretto",
            "BellSoft",
            "OpenJDK"
        };
        for (String root : roots) {
            for (String vendor : vendors) {
                if (environment.containsKey(root)) {
                    names.add(environment.get(root) + "/" + vendor);
                }
            }
        }
        if (environment.containsKey("LOCALAPPDATA")) {
            names.add(environment.get("LOCALAPPDATA") + "/Programs/Eclipse Adoptium");
        }
        return paths(names.toArray(new String[0]));
    }

    private static List<Path> paths(String[] names) {
        List<Path> paths = new ArrayList<>();
        for (String name : names) {
            Path path = path(name);
            if (path != null) {
                paths.add(path);
            }
        }
        return paths;
    }

    private static @Nullable Path path(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        try {
            return Paths.get(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
