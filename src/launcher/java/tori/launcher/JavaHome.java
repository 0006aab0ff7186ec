package tori.launcher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** One installed Java, as its {@code release} file describes it. Immutable; any thread. */
final class JavaHome {

    private final Path folder;
    private final Path java;
    private final int[] version;

    private JavaHome(Path folder, Path java, int[] version) {
        this.folder = folder;
        this.java = java;
        this.version = version;
    }

    /** What is installed in {@code folder}, or null if that is no Java that says its version. */
    static @Nullable JavaHome read(Path folder) {
        Path java = javaIn(folder);
        Path release = folder.resolve("release");
        if (java == null || !Files.isRegularFile(release)) {
            return null;
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(release)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            return null; // unreadable is as good as absent: the search goes on
        }
        int[] version = version(properties.getProperty("JAVA_VERSION", "").replace("\"", ""));
        return version[0] == 0 ? null : new JavaHome(folder, java, version);
    }

    private static @Nullable Path javaIn(Path folder) {
        for (String name : new String[] {"java", "java.exe"}) {
            Path java = folder.resolve("bin").resolve(name);
            if (Files.isRegularFile(java) && Files.isExecutable(java)) {
                return java;
            }
        }
        return null;
    }

    /** The folder that holds {@code bin} and {@code release}. */
    Path folder() {
        return folder;
    }

    /** The program to start. */
    Path java() {
        return java;
    }

    /** The number by which people call a Java: 8, 17, 25. */
    int feature() {
        return version[0];
    }

    /** Negative, zero or positive as this version is below, equal to or above the other. */
    int compareVersion(JavaHome other) {
        for (int i = 0; i < Math.max(version.length, other.version.length); i++) {
            int order = Integer.compare(part(version, i), part(other.version, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int part(int[] version, int index) {
        return index < version.length ? version[index] : 0;
    }

    /**
     * The feature number of a version such as {@code 1.8.0_392}, {@code 25-ea} or {@code 25.0.3}; 0
     * if none.
     */
    static int feature(String version) {
        return isNumber(version) ? Integer.parseInt(version) : version(version)[0];
    }

    /** As all Javas since 9 call themselves: spares them the expressions below. */
    private static boolean isNumber(String version) {
        boolean digits = !version.isEmpty() && version.length() < 5;
        for (int i = 0; digits && i < version.length(); i++) {
            digits = version.charAt(i) >= '0' && version.charAt(i) <= '9';
        }
        return digits;
    }

    private static int[] version(String text) {
        String plain = text.trim().split("[-+]", 2)[0];
        String[] parts = (plain.startsWith("1.") ? plain.substring(2) : plain).split("[._]");
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = Integer.parseInt(parts[i]);
            } catch (NumberFormatException e) {
                return new int[] {0};
            }
        }
        return numbers;
    }

    @Override
    public String toString() {
        return folder + " (Java " + feature() + ")";
    }
}
