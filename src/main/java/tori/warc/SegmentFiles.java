package tori.warc;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The files of one monitor's recording: each is appended to, poll by poll, until it is large or old
 * enough for the next; the oldest are deleted. Confined to the recorder's thread.
 *
 * <p>A file is opened for each poll, as there may be more monitors than files a process may open.
 * One that could not be written to its end is not gone on with: its last poll is cut off.
 */
final class SegmentFiles {

    static final String SUFFIX = ".warc.gz";

    /** So that deleting the oldest never deletes most. */
    private static final int SEGMENTS = 8;

    /**
     * A file holds at least so many times what its first poll took: that one is asked for in full.
     */
    private static final int LEAST_POLLS = 4;

    /** The store and others need room too. */
    private static final long SPARED_BYTES = 64L << 20;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final MonitorId id;
    private final Path root;
    private final Path folder;
    private final long maxBytes;
    private final Duration maxAge;
    private final InstantSource wall;
    private @Nullable Path current;
    private Instant begun = Instant.EPOCH;
    private long bytes;

    /** When the file is large enough. */
    private long enoughBytes;

    private int serial;

    SegmentFiles(MonitorId id, RecordingSettings settings, InstantSource wall) {
        this.id = id;
        this.root = settings.directory();
        this.folder = FolderNames.folder(root, id);
        this.maxBytes = settings.maxBytes();
        this.maxAge = settings.maxAge();
        this.wall = wall;
    }

    /** The folder of all monitors. */
    Path directory() {
        return root;
    }

    /**
     * Appends a poll, in a new file if it brings what one begins with.
     *
     * @return false if it can be read only behind others that could not be written
     */
    boolean append(RecordedPoll poll, WarcPolls format) throws IOException {
        Path file = current;
        if (poll.beginning() == null && file == null) {
            return false;
        }
        current = null;
        byte[] written = format.poll(poll);
        if (poll.beginning() != null || file == null) {
            Files.createDirectories(folder);
            enoughBytes = Math.max(maxBytes / SEGMENTS, (long) LEAST_POLLS * written.length);
            makeRoom();
            begun = wall.instant();
            bytes = 0;
            file = unused();
            write(file, format.head(id, file), StandardOpenOption.CREATE_NEW);
        }
        write(file, written, StandardOpenOption.APPEND);
        current = file;
        return true;
    }

    private Path unused() {
        String stamp = STAMP.format(begun);
        while (true) {
            serial++;
            Path file =
                    folder.resolve(String.format(Locale.ROOT, "%s-%05d%s", stamp, serial, SUFFIX));
            if (!Files.exists(file)) {
                return file;
            }
        }
    }

    private void write(Path file, byte[] content, StandardOpenOption how) throws IOException {
        if (Files.getFileStore(folder).getUsableSpace() < SPARED_BYTES + content.length) {
            throw new IOException("less than 64 MiB are left on the disk");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, how)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                bytes += channel.write(buffer);
            }
        }
    }

    /** Whether the next poll should begin another file. */
    boolean isFull() {
        return bytes >= enoughBytes
                || Duration.between(begun, wall.instant()).compareTo(maxAge.dividedBy(SEGMENTS))
                        >= 0;
    }

    /** Deletes the oldest files until another of full size fits. */
    private void makeRoom() throws IOException {
        List<Path> files = list(folder);
        List<Long> sizes = new ArrayList<>();
        long total = 0;
        for (Path file : files) {
            long size = Files.size(file);
            sizes.add(size);
            total += size;
        }
        long most = maxBytes - enoughBytes;
        Instant oldest = wall.instant().minus(maxAge);
        for (int i = 0; i < files.size(); i++) {
            boolean old = Files.getLastModifiedTime(files.get(i)).toInstant().isBefore(oldest);
            if (total <= most && !old) {
                return;
            }
            Files.deleteIfExists(files.get(i));
            total -= sizes.get(i);
        }
    }

    /** The files of a recording, oldest first. */
    static List<Path> list(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            all.forEach(files::add);
        }
        files.sort(null);
        return files;
    }
}
