package tori.warc;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the polls of one monitor's recording, oldest first. Used by one thread. Where a file is cut
 * off, as when its writer was killed, it ends with the last whole poll.
 */
public final class RecordingReader implements Closeable {

    private final Deque<Path> files;
    private final Consumer<String> damaged;
    private @Nullable WarcInput input;
    private @Nullable Path current;
    private PollReader polls = new PollReader();

    /**
     * @param damaged is told in a sentence of each file that cannot be read to its end
     */
    public RecordingReader(Path folder, Consumer<String> damaged) throws IOException {
        this.files = new ArrayDeque<>(files(folder));
        this.damaged = damaged;
    }

    /** The files of a recording, oldest first; none if there is no recording in the folder. */
    public static List<Path> files(Path folder) throws IOException {
        return SegmentFiles.list(folder);
    }

    /** The next poll; null at the end. */
    public @Nullable RecordedPoll next() throws IOException {
        while (true) {
            WarcInput from = input == null ? open() : input;
            if (from == null) {
                return null;
            }
            try {
                WarcRecord record = from.next();
                if (record == null) {
                    close();
                    continue;
                }
                RecordedPoll poll = polls.read(record);
                if (poll != null) {
                    return poll;
                }
            } catch (IOException e) {
                damaged.accept(
                        current
                                + " ends within a poll or is damaged ("
                                + e.getMessage()
                                + "); what is before is read");
                close();
            }
        }
    }

    private @Nullable WarcInput open() throws IOException {
        Path file = files.poll();
        if (file == null) {
            return null;
        }
        current = file;
        polls = new PollReader();
        WarcInput opened = new WarcInput(file);
        input = opened;
        return opened;
    }

    @Override
    public void close() throws IOException {
        WarcInput open = input;
        input = null;
        if (open != null) {
            open.close();
        }
    }
}
