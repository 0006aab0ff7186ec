package tori.config;

import org.jspecify.annotations.Nullable;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Keeps destinations off the files of the store; stateless, any thread. */
final class StoreFiles {

    /** What SQLite and the store keep beside the database, and the database itself. */
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm", "-journal", ".lock");

    private StoreFiles() {}

    /** Reports a file destination that would write into the store. */
    static void check(Values destination, StorePlace store, Report report) {
        Located<String> path = destination.find(DestinationKeys.PATH);
        Path file = path == null ? null : plain(path.value());
        if (path == null || file == null || !(store instanceof StorePlace.Sqlite sqlite)) {
            return;
        }
        for (String suffix : SUFFIXES) {
            if (file.equals(plain(sqlite.path() + suffix))) {
                report.problem(
                        path.place(),
                        Masking.quoted(path.value())
                                + " belongs to the store, which events would destroy; give a file"
                                + " of its own, such as events.jsonl");
                return;
            }
        }
    }

    /** However it is written, the same file by the same name; null if no file can be called so. */
    private static @Nullable Path plain(String path) {
        try {
            return Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            return null; // refused by the one that opens it, which knows why
        }
    }
}
