package tori.local;

import org.jspecify.annotations.Nullable;

import tori.model.Answer;
import tori.model.Event;
import tori.model.SendResult;
import tori.model.Sender;
import tori.wire.EventJson;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Appends each event to a file as one line of JSON; runs on the callers' virtual threads, one after
 * the other.
 *
 * <p>The file stays valid JSON lines: what a full disk cut off is taken back, and a line that a
 * crash left unfinished is removed before the next one is written. A file that was renamed or
 * deleted, by log rotation for example, is opened anew under its name.
 *
 * <p>Written is not yet safe from a power failure: {@link #flush} makes it so, and says if anything
 * written since it was last called may not be.
 */
public final class FileSender implements Sender {

    private static final int MAX_BATCH = 100;

    private final Path path;
    private final ReentrantLock lock = new ReentrantLock();

    // All guarded by lock.
    private @Nullable FileOutputStream out;
    private @Nullable Object openedKey;
    private boolean forcible;
    private boolean unforced;
    private List<Path> unforcedFolders = List.of();
    private @Nullable String lost;

    /**
     * @param path the file; it and its folders are created with the first event
     */
    public FileSender(Path path) {
        this.path = path;
    }

    @Override
    public SendResult send(List<Event> events) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        // Newest come first; a file is read from the top.
        for (Event event : events.reversed()) {
            lines.writeBytes(EventJson.encode(event));
            lines.write('\n');
        }
        lock.lock();
        try {
            return append(opened(), lines.toByteArray());
        } catch (IOException e) {
            return failed(e, false);
        } finally {
            lock.unlock();
        }
    }

    private SendResult append(FileOutputStream file, byte[] lines) {
        long start = -1;
        try {
            start = file.getChannel().size();
            file.write(lines);
            unforced = true;
            return SendResult.Sent.NOW;
        } catch (IOException e) {
            boolean undone = truncated(file, start);
            leave();
            return failed(e, !undone);
        }
    }

    /** Whatever a disk or a folder has against a file, it has nothing against the events. */
    private SendResult failed(IOException e, boolean ambiguous) {
        return new SendResult.Failed(reason(e), ambiguous, true, Answer.NONE);
    }

    /** Takes back what was written in part; false if that failed too. */
    private static boolean truncated(FileOutputStream file, long size) {
        if (size < 0) {
            return true;
        }
        try {
            file.getChannel().truncate(size);
            return true;
        } catch (IOException e) {
            return false; // the unfinished line is removed when the file is opened again
        }
    }

    private FileOutputStream opened() throws IOException {
        if (out != null && isStillThere()) {
            return out;
        }
        leave();
        List<Path> folders = Folders.leadingTo(path);
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (Files.isRegularFile(path)) {
            LastLine.complete(path);
        }
        FileOutputStream opened = new FileOutputStream(path.toFile(), true);
        out = opened;
        openedKey = key();
        // Terminals, pipes and devices keep nothing that could be forced.
        forcible = Files.isRegularFile(path);
        unforcedFolders = folders;
        return opened;
    }

    private boolean isStillThere() {
        try {
            return Objects.equals(key(), openedKey);
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells a file from another one of the same name; null where the file system cannot. */
    private @Nullable Object key() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private String reason(IOException e) {
        return "cannot write " + path + ": " + detail(e);
    }

    private String detail(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return "interrupted";
        }
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        // Some exceptions' whole message is the path.
        return what.equals(path.toString())
                ? e.getClass().getSimpleName()
                : what.replace(path + " ", "");
    }

    /**
     * Forces what was written to the disk.
     *
     * @throws IOException if anything sent since this was last called may be lost, be it in a file
     *     that has been renamed since
     */
    @Override
    public void flush() throws IOException {
        lock.lock();
        try {
            FileOutputStream file = out;
            if (file != null) {
                force(file);
            }
            String trouble = lost;
            lost = null;
            if (trouble != null) {
                throw new IOException("what was written to " + path + " may be lost: " + trouble);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Remembers what goes wrong, and then lets go of the file: asked again, it would lie. */
    private void force(FileOutputStream file) {
        if (!unforced || !forcible) {
            return;
        }
        try {
            file.getChannel().force(false);
            for (Path folder : unforcedFolders) {
                Folders.force(folder);
            }
            unforced = false;
            unforcedFolders = List.of();
        } catch (IOException e) {
            lost = detail(e);
            unforced = false;
            unforcedFolders = List.of();
            leave();
        }
    }

    @Override
    public int maxBatch() {
        return MAX_BATCH;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            leave();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of the file, if there is one. */
    private void leave() {
        FileOutputStream file = out;
        out = null;
        if (file == null) {
            return;
        }
        force(file);
        try {
            file.close();
        } catch (IOException e) {
            // Nothing is buffered here: every write had reached the system or failed.
        }
    }

    @Override
    public String toString() {
        return "FileSender[" + path + "]";
    }
}
