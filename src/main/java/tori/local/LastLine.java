package tori.local;

import tori.wire.EventJson;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Puts right a file whose last line does not end; stateless, any thread. */
final class LastLine {

    /** No event is longer: a line that began earlier was not written by tori. */
    private static final int MAX_LINE_BYTES = 4 * 1024 * 1024;

    /** What every line of tori's begins with. */
    private static final byte[] BEGINNING =
            "{\"specversion\":\"1.0\",".getBytes(StandardCharsets.UTF_8);

    private LastLine() {}

    /**
     * Ends the last line if it is a whole event or nothing of tori's, and removes it if it is the
     * beginning of an event.
     */
    static void complete(Path path) throws IOException {
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = file.size();
            if (size == 0 || read(file, size - 1, 1)[0] == '\n') {
                return;
            }
            long from = Math.max(0, size - MAX_LINE_BYTES);
            byte[] tail = read(file, from, (int) (size - from));
            int start = lineStart(tail);
            byte[] line = Arrays.copyOfRange(tail, start, tail.length);
            if (isBegunEvent(line)) {
                file.truncate(from + start);
            } else {
                file.write(ByteBuffer.wrap(new byte[] {'\n'}), size);
            }
        }
    }

    private static int lineStart(byte[] tail) {
        for (int i = tail.length; i > 0; i--) {
            if (tail[i - 1] == '\n') {
                return i;
            }
        }
        return 0;
    }

    private static boolean isBegunEvent(byte[] line) {
        int common = Math.min(line.length, BEGINNING.length);
        if (!Arrays.equals(line, 0, common, BEGINNING, 0, common)) {
            return false;
        }
        try {
            EventJson.decode(line);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static byte[] read(FileChannel file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                break;
            }
        }
        return buffer.array();
    }
}
