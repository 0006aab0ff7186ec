package tori;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Standard output that remembers why it could not be written, which a {@code PrintStream} does not:
 * a reader that has seen enough ({@code tori schema | head}) is no failure, a full disk is one.
 * Written by any thread, asked by the main thread.
 */
final class StandardOutput extends FilterOutputStream {

    private static final int BUFFER_BYTES = 8192;

    private static final List<String> CLOSED =
            List.of("broken pipe", "pipe is being closed", "pipe has been ended");

    private volatile @Nullable IOException failure;

    private StandardOutput(OutputStream out) {
        super(out);
    }

    /** Puts it in the place of {@code System.out}, with the same encoding. */
    static StandardOutput install() {
        Charset charset = System.out.charset();
        StandardOutput output =
                new StandardOutput(
                        new BufferedOutputStream(
                                new FileOutputStream(FileDescriptor.out), BUFFER_BYTES));
        System.setOut(new PrintStream(output, true, charset));
        return output;
    }

    @Override
    public void write(int b) throws IOException {
        noting(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        noting(() -> out.write(bytes, from, length));
    }

    @Override
    public void flush() throws IOException {
        noting(out::flush);
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void noting(Writing writing) throws IOException {
        try {
            writing.run();
        } catch (IOException e) {
            if (failure == null) {
                failure = e;
            }
            throw e;
        }
    }

    /** Why something printed did not get out, in words; null if all did or nobody wanted it. */
    @Nullable String problem() {
        System.out.flush();
        IOException e = failure;
        return e == null || isClosed(e) ? null : String.valueOf(e.getMessage());
    }

    /** The system's words may be in any language; but a pipe fails for no other reason. */
    private static boolean isClosed(IOException e) {
        String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return CLOSED.stream().anyMatch(words::contains) || isPipe();
    }

    private static boolean isPipe() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
