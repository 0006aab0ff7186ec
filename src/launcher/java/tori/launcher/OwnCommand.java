package tori.launcher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How this process was started: {@code java OPTIONS -jar FILE ARGUMENTS}, word for word. Immutable;
 * any thread.
 */
final class OwnCommand {

    private static final Path LINUX = Paths.get("/proc/self/cmdline");

    private final List<String> options;
    private final List<String> rest;

    private OwnCommand(List<String> options, List<String> rest) {
        this.options = options;
        this.rest = rest;
    }

    /** Null where it cannot be told, or where it was not started with {@code -jar}. */
    static @Nullable OwnCommand read(String[] arguments) {
        try {
            return parse(words(), arguments);
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            return null; // then the process stays as it is
        }
    }

    /**
     * @param words the program first
     * @param arguments what the program's main method was given
     */
    static @Nullable OwnCommand parse(List<String> words, String[] arguments) {
        int jar = words.indexOf("-jar");
        boolean plausible =
                jar > 0
                        && jar + 2 <= words.size()
                        && words.subList(jar + 2, words.size()).equals(Arrays.asList(arguments));
        return plausible
                ? new OwnCommand(words.subList(1, jar), words.subList(jar, words.size()))
                : null;
    }

    /** Read as file names are, and given up where that loses anything. */
    private static List<String> words() throws IOException, ReflectiveOperationException {
        if (!Files.exists(LINUX)) {
            return handed();
        }
        byte[] bytes = Files.readAllBytes(LINUX);
        Charset charset = charset();
        String text = new String(bytes, charset);
        if (!Arrays.equals(bytes, text.getBytes(charset)) || !text.endsWith("\0")) {
            return Collections.emptyList();
        }
        return Arrays.asList(text.substring(0, text.length() - 1).split("\0", -1));
    }

    /** How the system's names are written. */
    static Charset charset() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "US-ASCII"));
    }

    private static List<String> handed() throws ReflectiveOperationException {
        Object handle = Class.forName("java.lang.ProcessHandle").getMethod("current").invoke(null);
        Object info = Class.forName("java.lang.ProcessHandle").getMethod("info").invoke(handle);
        Optional<?> arguments =
                (Optional<?>)
                        Class.forName("java.lang.ProcessHandle$Info")
                                .getMethod("arguments")
                                .invoke(info);
        if (!arguments.isPresent()) {
            return Collections.emptyList();
        }
        List<String> words = new ArrayList<>();
        words.add("java");
        Collections.addAll(words, (String[]) arguments.get());
        return words;
    }

    /** The options of the JVM that were given by hand. */
    List<String> options() {
        return options;
    }

    /** {@code -jar}, the file, the arguments. */
    List<String> rest() {
        return rest;
    }
}
