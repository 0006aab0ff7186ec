package tori.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads SQLite's library out of the jar, by way of a folder that nobody else may enter and that is
 * gone again afterwards. Left alone, the driver looks through the folder of temporary files, puts
 * the library there, reads it twice more byte by byte, and leaves it behind when the process is
 * killed. Any thread; meant to be called once.
 */
final class NativeLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

    private static final String PATH = "org.sqlite.lib.path";
    private static final String FOLDER = "org.sqlite.tmpdir";

    private NativeLibrary() {}

    /**
     * Loads it, unless it is loaded already.
     *
     * @throws Exception if there is none for this machine, or it cannot be loaded
     */
    static void load() throws Exception {
        Path folder = System.getProperty(PATH) == null ? unpacked() : null;
        if (folder == null) {
            SQLiteJDBCLoader.initialize();
            return;
        }
        String before = System.getProperty(FOLDER);
        try {
            System.setProperty(FOLDER, folder.toString());
            System.setProperty(PATH, folder.toString());
            SQLiteJDBCLoader.initialize();
        } finally {
            // Before the folder goes: the driver may be asked again, if this was in vain.
            System.clearProperty(PATH);
            if (before == null) {
                System.clearProperty(FOLDER);
            } else {
                System.setProperty(FOLDER, before);
            }
            delete(folder);
        }
    }

    /** The folder with the library in it; null if the driver has to do it by itself. */
    private static @Nullable Path unpacked() {
        if (File.separatorChar == '\\') {
            return null; // what is loaded cannot be deleted there
        }
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        Path parent =
                Path.of(System.getProperty(FOLDER, System.getProperty("java.io.tmpdir", "/tmp")));
        try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (library == null) {
                return null;
            }
            Path folder = Files.createTempDirectory(parent, "tori-sqlite");
            try {
                Files.copy(library, folder.resolve(name));
                return folder;
            } catch (IOException e) {
                delete(folder);
                return null;
            }
        } catch (IOException e) {
            return null; // as if this had not been tried: the driver says what is wrong
        }
    }

    /** On Linux and macOS what is loaded stays, whatever becomes of its file. */
    private static void delete(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.debug("{} is left behind", folder, e);
        }
    }
}
