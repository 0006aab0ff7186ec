package tori.cli;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a password comes from; never from the arguments, which others on the machine see. */
@FunctionalInterface
public interface PasswordInput {

    /** Longer than any password may be. */
    int MAX_BYTES = 1_024;

    /**
     * Reads it. Blocks until somebody has written it.
     *
     * @throws IOException with a sentence for the user
     */
    String read() throws IOException;

    /** Asks at the terminal, twice and without showing it; without a terminal reads a line. */
    @SuppressWarnings("SystemConsoleNull") // which of the two it is depends on the release
    static PasswordInput ofTerminal(InputStream in) {
        Console console = System.console();
        return console != null && console.isTerminal() ? () -> ask(console) : () -> line(in);
    }

    private static String ask(Console console) throws IOException {
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Again: ");
        if (first == null || second == null) {
            throw new IOException("no password was given");
        }
        if (!Arrays.equals(first, second)) {
            throw new IOException("these were two passwords; nothing has changed");
        }
        return new String(first);
    }

    /** The first line. */
    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            if (line.size() > MAX_BYTES) {
                throw new IOException("this is too long for a password");
            }
            next = in.read();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (text.isEmpty()) {
            throw new IOException("write the password to standard input, in one line");
        }
        return text;
    }
}
