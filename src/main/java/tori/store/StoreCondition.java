package tori.store;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * What is wrong with the store's file, for whoever has to know. Written by the writer, any thread.
 */
final class StoreCondition {

    private final Path file;
    private final FileIdentity identity;
    private volatile @Nullable String failing;

    /**
     * @param file is there
     */
    StoreCondition(Path file) {
        this.file = file;
        this.identity = new FileIdentity(file);
    }

    Path file() {
        return file;
    }

    /** The last attempt to write failed like this; null if it did not. */
    void failing(@Nullable String sentence) {
        failing = sentence;
    }

    /** Whether what is written now will be gone at the next start. Asks the file system. */
    boolean isFileLost() {
        return !identity.isKept();
    }

    /** In a sentence; null if all is well. */
    @Nullable String trouble() {
        return isFileLost()
                ? file
                        + " was deleted or replaced while tori runs: nothing can be written down;"
                        + " put the file back or restart tori"
                : failing;
    }
}
