package tori;

import org.jspecify.annotations.Nullable;

import tori.time.Sleeper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

/**
 * Notices that the configuration file has changed and reloads it. Runs on a virtual thread of its
 * own, which looks at the file's attributes: file system notifications do not reach mounted
 * configuration maps and network folders.
 */
final class ConfigWatch implements Runnable {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /**
     * What tells one content of the file from another without reading it.
     *
     * @param key the file's identity, where the file system has one
     */
    private record Stamp(FileTime modified, long size, @Nullable Object key) {}

    private final Path file;
    private final Runnable reload;
    private final Sleeper sleeper;
    private volatile @Nullable Stamp read;

    /**
     * @param reload called when the file has changed and has then stayed the same for a second, so
     *     that a half-written one is not read
     */
    ConfigWatch(Path file, Runnable reload, Sleeper sleeper) {
        this.file = file;
        this.reload = reload;
        this.sleeper = sleeper;
        this.read = stamp();
    }

    /** To be called before the file is read for whatever reason: what it is now needs no reload. */
    void reading() {
        read = stamp();
    }

    @Override
    public void run() {
        Stamp before = read;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                sleeper.sleep(BETWEEN_LOOKS.toNanos());
                Stamp now = stamp();
                if (now != null && now.equals(before) && !now.equals(read)) {
                    reload.run();
                }
                before = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null while the file is not there, as it is for a moment when an editor replaces it. */
    private @Nullable Stamp stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return null;
        }
    }
}
