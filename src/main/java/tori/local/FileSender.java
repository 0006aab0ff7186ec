package tori.local;

import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.model.SendResult;
import tori.model.Sender;
import tori.wire.EventJson;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;

/**
 * Appends each event to a file as one line of JSON; runs on the caller's virtual thread, one call
 * at a time.
 *
 * <p>The file stays valid JSON lines: what a full disk cut off is taken back, and a line that a
 * crash left unfinished is removed before the next one is written. A file that was renamed or
 * deleted, by log rotation for example, is opened anew under its name.
 */
public final class FileSender implements Sender {

    private static final int MAX_BATCH = 100;

    private final Path path;
    private @Nullable FileOutputStream out;
    private @Nullable Object openedKey;

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
        FileOutputStream file;
        try {
            file = opened();
        } catch (IOException e) {
            return new SendResult.Failed(reason(e), false);
        }
        return append(file, lines.toByteArray());
    }

    private SendResult append(FileOutputStream file, byte[] lines) {
        long start = -1;
        try {
            start = file.getChannel().size();
            file.write(lines);
            return SendResult.Sent.NOW;
        } catch (IOException e) {
            boolean undone = truncated(file, start);
            close();
            return new SendResult.Failed(reason(e), !undone);
        }
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
        close();
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
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        // Some exceptions' whole message is the path.
        String detail =
                what.equals(path.toString())
                        ? e.getClass().getSimpleName()
                        : what.replace(path + " ", "");
        return "cannot write " + path + ": " + detail;
    }

    @Override
    public int maxBatch() {
        return MAX_BATCH;
    }

    @Override
    public void close() {
        FileOutputStream file = out;
        out = null;
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // Nothing is buffered here: every write had reached the system or failed.
            }
        }
    }

    @Override
    public String toString() {
        return "FileSender[" + path + "]";
    }
}
