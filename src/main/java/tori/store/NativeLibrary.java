package tori.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

import tori.library.UnpackedLibrary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads SQLite's library out of the jar, by way of a folder that is gone again afterwards. Left
 * alone, the driver looks through the folder of temporary files, puts the library there, reads it
 * twice more byte by byte, and leaves it behind when the process is killed. Any thread; meant to be
 * called once.
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
        try (UnpackedLibrary library = System.getProperty(PATH) == null ? unpacked() : null) {
            if (library == null) {
                SQLiteJDBCLoader.initialize();
            } else {
                loadFrom(library.folder());
            }
        }
    }

    private static void loadFrom(Path folder) throws Exception {
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
        }
    }

    /** Null if the driver has to do it by itself; it says what is wrong, too. */
    private static @Nullable UnpackedLibrary unpacked() {
        String parent = System.getProperty(FOLDER, UnpackedLibrary.temporaryFolder());
        String resource = folderInJar() + "/" + LibraryLoaderUtil.getNativeLibName();
        try {
            return UnpackedLibrary.of(SQLiteJDBCLoader.class, resource, parent);
        } catch (IOException e) {
            LOG.debug("SQLite's library could not be unpacked into {}", parent, e);
            return null;
        }
    }

    /**
     * Where the library for this machine is. On Linux the driver would run a program to find out
     * whether this is Android, and follow every link to a file the process has mapped to find out
     * whether it runs on musl.
     */
    private static String folderInJar() {
        if (System.getProperty("os.name", "").contains("Linux")) {
            try {
                String mapped =
                        Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1);
                return "/org/sqlite/native/"
                        + (mapped.contains("/ld-musl-") ? "Linux-Musl" : "Linux")
                        + "/"
                        + OSInfo.getArchName();
            } catch (IOException e) {
                LOG.debug("whether this is musl is not known", e);
            }
        }
        return LibraryLoaderUtil.getNativeLibResourcePath();
    }
}
