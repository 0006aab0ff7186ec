package tori.warc;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads the records of one compressed WARC file, one after the other. Used by one thread. */
final class WarcInput implements Closeable {

    private static final int MAX_LINE = 64 * 1024;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_BLOCK = 512 << 20;

    private final InputStream file;
    private @Nullable InputStream records;

    WarcInput(Path path) throws IOException {
        this.file = new BufferedInputStream(Files.newInputStream(path), 64 * 1024);
    }

    /**
     * The next record; null at the end.
     *
     * @throws IOException if the file is cut off or damaged here
     */
    @Nullable WarcRecord next() throws IOException {
        InputStream in = records;
        if (in == null) {
            file.mark(1);
            if (file.read() < 0) {
                return null;
            }
            file.reset();
            in = new BufferedInputStream(new GZIPInputStream(file, 64 * 1024));
            records = in;
        }
        String version = line(in);
        while (version != null && version.isEmpty()) {
            version = line(in);
        }
        if (version == null) {
            return null;
        }
        if (!version.startsWith("WARC/")) {
            throw new IOException("what follows is no record");
        }
        Map<String, String> headers = headers(in);
        int length = length(headers.get("content-length"));
        byte[] block = in.readNBytes(length);
        if (block.length < length) {
            throw new EOFException("the record is cut off");
        }
        return new WarcRecord(headers, block);
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        String line = line(in);
        while (line != null && !line.isEmpty() && headers.size() < MAX_HEADERS) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IOException("a header has no name");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
            line = line(in);
        }
        return headers;
    }

    private static int length(@Nullable String text) throws IOException {
        try {
            int length = text == null ? -1 : Integer.parseInt(text);
            if (length >= 0 && length <= MAX_BLOCK) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw new IOException("a record's length is no number", e);
        }
        throw new IOException("a record has no usable length");
    }

    /** A line without its end; null at the end of the file. */
    private static @Nullable String line(InputStream in) throws IOException {
        byte[] line = new byte[256];
        int count = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                int end = count > 0 && line[count - 1] == '\r' ? count - 1 : count;
                return new String(line, 0, end, StandardCharsets.UTF_8);
            }
            if (count == MAX_LINE) {
                throw new IOException("a line has no end");
            }
            if (count == line.length) {
                line = Arrays.copyOf(line, 2 * count);
            }
            line[count] = (byte) next;
            count++;
        }
        if (count > 0) {
            throw new EOFException("the record is cut off");
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
