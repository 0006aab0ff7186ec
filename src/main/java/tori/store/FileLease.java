package tori.store;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes sure that one process at a time uses a database: an operating system lock on {@code
 * <file>.lock}, which also names the process for people. The system drops the lock with the
 * process, however it ends; the file itself stays, because deleting it would let two processes lock
 * two different files of that name.
 */
final class FileLease implements AutoCloseable {

    /** Far behind the text, so that others can read it where locks are mandatory (Windows). */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int MAX_PID_BYTES = 20;

    private final FileChannel channel;

    private final boolean known;
    private final boolean left;

    private FileLease(FileChannel channel, boolean known, boolean left) {
        this.channel = channel;
        this.known = known;
        this.left = left;
    }

    /** Whether a tori has had this database before, even if it is not there any more. */
    boolean isKnown() {
        return known;
    }

    /** Whether the last one to have it did not give it back: it was killed, or the machine died. */
    boolean wasLeft() {
        return left;
    }

    /** Takes the lease for this process, or throws the sentence that says who has it. */
    static FileLease acquire(Path database) throws StoreException {
        Path file = database.resolveSibling(database.getFileName() + ".lock");
        boolean known = Files.exists(file);
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StoreException(
                    database
                            + " cannot be used: its lock file "
                            + file
                            + " cannot be written ("
                            + Reasons.of(e)
                            + "); make the folder writable for the user tori runs as",
                    e);
        }
        return lock(database, channel, known);
    }

    private static FileLease lock(Path database, FileChannel channel, boolean known)
            throws StoreException {
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                String owner = owner(channel);
                channel.close();
                throw inUse(database, owner, null);
            }
            boolean left = channel.size() > 0;
            byte[] pid =
                    Long.toString(ProcessHandle.current().pid())
                            .getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid), 0);
            return new FileLease(channel, known, left);
        } catch (OverlappingFileLockException e) {
            // Held by this very process. Closing any channel of a file drops all locks the process
            // has on it (POSIX), so this one stays open on purpose.
            throw inUse(database, Long.toString(ProcessHandle.current().pid()), e);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException(
                    database
                            + " cannot be locked ("
                            + Reasons.of(e)
                            + "); free some space if the disk is full, or put it on a local disk:"
                            + " network folders often have no locks",
                    e);
        }
    }

    private static StoreException inUse(Path database, String owner, @Nullable Throwable cause) {
        return new StoreException(
                database
                        + " is in use by another tori (pid "
                        + owner
                        + "); stop that one first, or give this one a store.url of its own",
                cause,
                owner);
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_PID_BYTES);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        return pid.chars().allMatch(Character::isDigit) && !pid.isEmpty() ? pid : "unknown";
    }

    @Override
    public void close() throws IOException {
        try {
            channel.truncate(0);
        } finally {
            channel.close();
        }
    }
}
