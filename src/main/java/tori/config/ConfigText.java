package tori.config;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Gets the text out of a configuration file; runs on the loading thread. */
final class ConfigText {

    /**
     * Room for some 300,000 sites of a line each; read by mistake, a larger file fills the heap.
     */
    static final int MAX_BYTES = 32 << 20;

    /** The parser's time grows with the square of a value's length; no value needs so much. */
    static final int MAX_LINE = 1 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private ConfigText() {}

    /** The file's text without a byte order mark; null after a problem was reported. */
    static @Nullable String read(Path file, Report report) {
        if (Files.isDirectory(file)) {
            report.problem(report.wholeFile(), "is a directory; give the path of a YAML file");
            return null;
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            report.problem(
                    report.wholeFile(),
                    "is not a regular file, and reading it might never end; give the path of a"
                            + " YAML file");
            return null;
        }
        byte[] bytes;
        try (InputStream input = Files.newInputStream(file)) {
            bytes = input.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            report.problem(
                    report.wholeFile(),
                    "there is no such file; create it, or give another with --config");
            return null;
        } catch (AccessDeniedException e) {
            report.problem(
                    report.wholeFile(),
                    "may not be read by this user; change its permissions or its owner");
            return null;
        } catch (IOException e) {
            report.problem(report.wholeFile(), "cannot be read: " + e.getMessage());
            return null;
        }
        return decode(bytes, report);
    }

    private static @Nullable String decode(byte[] bytes, Report report) {
        if (bytes.length > MAX_BYTES) {
            report.problem(report.wholeFile(), "is too large; at most 32 MiB are read");
            return null;
        }
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CharBuffer output = CharBuffer.allocate(bytes.length);
        CoderResult result =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(input, output, true);
        String text = output.flip().toString();
        if (result.isError()) {
            report.problem(endOf(text, report), "is not UTF-8 from here on; save it as UTF-8");
            return null;
        }
        Place tooLong = longLine(text, report);
        if (tooLong != null) {
            report.problem(tooLong, "the line is longer than a million characters; break it up");
            return null;
        }
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static @Nullable Place longLine(String text, Report report) {
        int line = 1;
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            if (end - start > MAX_LINE) {
                return report.place(line, 1, "");
            }
            start = end + 1;
            line++;
        }
        return text.length() - start > MAX_LINE ? report.place(line, 1, "") : null;
    }

    private static Place endOf(String text, Report report) {
        int lineStart = text.lastIndexOf('\n') + 1;
        int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
        return report.place(line, text.codePointCount(lineStart, text.length()) + 1, "");
    }
}
