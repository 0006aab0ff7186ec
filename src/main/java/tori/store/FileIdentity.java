package tori.store;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Knows whether a path still leads to the file it led to when this was made. SQLite goes on writing
 * into a file that was deleted, and nobody would notice before the next start. Any thread.
 */
final class FileIdentity {

    private final Path file;
    private final @Nullable Object key;

    /**
     * @param file is there
     */
    FileIdentity(Path file) {
        this.file = file;
        this.key = key();
    }

    /** False once the file is gone or another one is in its place. */
    boolean isKept() {
        return Files.exists(file) && (key == null || key.equals(key()));
    }

    /** Null where the file system gives files no identity. */
    private @Nullable Object key() {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
