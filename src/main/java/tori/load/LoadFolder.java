package tori.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The folder of one load: configuration, store and log of the tori that is loaded. Kept if the load
 * failed, as the log may say why. Stateless; any thread.
 */
public final class LoadFolder {

    private LoadFolder() {}

    /** Makes a new one; gone at the end of this process if it is empty by then. */
    public static Path create() throws IOException {
        Path folder = Files.createTempDirectory("tori-load");
        folder.toFile().deleteOnExit();
        return folder;
    }

    /** Deletes it with all that is in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
