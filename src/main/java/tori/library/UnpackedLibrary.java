package tori.library;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A native library out of the jar, in a folder that nobody else may enter, for as long as it takes
 * to load it. Left alone, those who bring such libraries leave them behind in the folder of
 * temporary files when the process is killed. Any thread.
 *
 * <p>A folder that is made anew by each process needs no lock between several of them, and no look
 * at what somebody else may have put there. On Linux and macOS what is loaded stays, whatever
 * becomes of its file; on Windows a loaded file cannot be deleted, so nothing is unpacked there.
 */
public final class UnpackedLibrary implements AutoCloseable {

    private final Path folder;
    private final Path file;

    private UnpackedLibrary(Path folder, String name) {
        this.folder = folder;
        this.file = folder.resolve(name);
    }

    /**
     * Unpacks a library.
     *
     * @param owner from whose jar
     * @param resource its absolute name in the jar
     * @param parent where the folder is made
     * @return null if there is none for this machine, or its bringer has to load it by itself
     * @throws IOException with a few words, if the parent cannot be used
     */
    public static @Nullable UnpackedLibrary of(Class<?> owner, String resource, String parent)
            throws IOException {
        if (File.separatorChar == '\\') {
            return null;
        }
        try (InputStream library = owner.getResourceAsStream(resource)) {
            if (library == null) {
                return null;
            }
            Path folder = Files.createTempDirectory(Path.of(parent), "tori-library");
            UnpackedLibrary unpacked =
                    new UnpackedLibrary(folder, resource.substring(resource.lastIndexOf('/') + 1));
            try {
                Files.copy(library, unpacked.file);
                return unpacked;
            } catch (IOException e) {
                unpacked.close();
                throw e;
            }
        } catch (InvalidPathException e) {
            throw new IOException(parent + " is no name that this locale allows", e);
        }
    }

    /**
     * Has a library loaded by its bringer, which looks in a system property for its file first; at
     * other times the property is not set. Does no more than that where the user has set it, or the
     * library could not be unpacked: the bringer then says what is wrong.
     */
    public static void load(Class<?> owner, String resource, String property, Runnable bringer) {
        try (UnpackedLibrary library =
                System.getProperty(property) == null
                        ? of(owner, resource, temporaryFolder())
                        : null) {
            if (library != null) {
                System.setProperty(property, library.file().toString());
                try {
                    bringer.run();
                    return;
                } finally {
                    System.clearProperty(property);
                }
            }
        } catch (IOException e) {
            // As if this had not been tried.
        }
        bringer.run();
    }

    /** Where temporary files belong. */
    public static String temporaryFolder() {
        return System.getProperty("java.io.tmpdir", "/tmp");
    }

    /** The library. */
    public Path file() {
        return file;
    }

    /** The folder that it is alone in. */
    public Path folder() {
        return folder;
    }

    /** Deletes the folder and what is in it. What cannot be deleted is left behind. */
    @Override
    public void close() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path each : files) {
                Files.deleteIfExists(each);
            }
            Files.deleteIfExists(folder);
        } catch (IOException | DirectoryIteratorException e) {
            // Nothing depends on it, and nobody could do more about it.
        }
    }
}
