package tori.store;

import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteException;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;

/** Puts failures of disk and database into words. Any thread. */
final class Reasons {

    private Reasons() {}

    /** A few words for what a file operation ran into. */
    static String of(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException exists -> exists.getFile() + " is not a folder";
            case FileSystemException other when other.getReason() != null ->
                    Objects.requireNonNull(other.getReason());
            default -> String.valueOf(failure.getMessage());
        };
    }

    /** A sentence for why the database cannot be used, and what to do about it. */
    static StoreException sentence(Path file, SQLException failure) {
        return new StoreException(text(file, failure), failure);
    }

    /** The same without the exception. */
    static String text(Path file, SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // The latter where the locale has no such characters as the folder's name.
            if (cause instanceof NativeLibraryNotFoundException
                    || cause instanceof InvalidPathException) {
                return file
                        + " cannot be opened: SQLite's native library could not be unpacked into "
                        + System.getProperty("java.io.tmpdir")
                        + "; make room there and allow programs in it, or name another folder with"
                        + " -Djava.io.tmpdir=FOLDER";
            }
        }
        if (!(failure instanceof SQLiteException sqlite)) {
            return file + " cannot be used: " + failure.getMessage();
        }
        // Extended codes carry the plain one in their low byte.
        return switch (sqlite.getResultCode().code & 0xFF) {
            case 26 ->
                    file
                            + " is not a SQLite database, or its first page is damaged; move it"
                            + " away, or give another file in store.url; tori will not overwrite"
                            + " it";
            case 11 -> damaged(file, String.valueOf(failure.getMessage()));
            case 13 -> file + " cannot grow: the disk is full; free some space";
            case 8 ->
                    file
                            + " is read-only; make the file and its folder writable for the user"
                            + " tori runs as";
            case 5, 6 ->
                    file
                            + " is locked by another program; close whatever has it open, a"
                            + " database browser for example";
            case 10 ->
                    file
                            + " cannot be read or written (disk error: "
                            + failure.getMessage()
                            + "); check the disk";
            case 14 ->
                    file
                            + " cannot be opened; check that the folder is there and that the user"
                            + " tori runs as may write in it";
            default -> file + " cannot be used: " + failure.getMessage();
        };
    }

    /**
     * Whether the failure lies in what was asked for and will come again however often it is asked:
     * not in the disk or in another program.
     */
    static boolean isBug(SQLException failure) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return false;
        }
        // ERROR, TOOBIG, CONSTRAINT, MISMATCH, MISUSE, RANGE.
        return switch (sqlite.getResultCode().code & 0xFF) {
            case 1, 18, 19, 20, 21, 25 -> true;
            default -> false;
        };
    }

    /** The sentence for a file that is a database and broken. */
    static String damaged(Path file, String how) {
        return file
                + " is damaged: "
                + how
                + "; move it away or restore a backup; tori will not overwrite it";
    }
}
