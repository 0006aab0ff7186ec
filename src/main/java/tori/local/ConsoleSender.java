package tori.local;

import org.jspecify.annotations.Nullable;

import tori.model.Answer;
import tori.model.Event;
import tori.model.SendResult;
import tori.model.Sender;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** Prints each event as one readable line; runs on the caller's virtual thread. */
public final class ConsoleSender implements Sender {

    private static final int MAX_BATCH = 100;

    /** What a pipe or terminal that nobody reads any more says; anything else may pass. */
    private static final List<String> CLOSED =
            List.of("broken pipe", "pipe is being closed", "bad file descriptor", "stream closed");

    private final OutputStream out;
    private final EventLine line;

    /**
     * @param out where to print, standard output mostly; not closed. Not a {@code PrintStream}:
     *     once that has failed, it says so for ever and never why.
     * @param colours whether to colour the kinds of event: see {@link #wantsColours}
     * @param zone whose time of day is shown
     */
    public ConsoleSender(OutputStream out, boolean colours, ZoneId zone) {
        this.out = out;
        this.line = new EventLine(colours, zone);
    }

    /**
     * Whether to colour: on a terminal, unless the user's environment has a {@code NO_COLOR} that
     * is not empty (no-color.org).
     */
    public static boolean wantsColours(boolean terminal, @Nullable String noColor) {
        return terminal && (noColor == null || noColor.isEmpty());
    }

    @Override
    public SendResult send(List<Event> events) {
        StringBuilder lines = new StringBuilder();
        // Newest come first; a terminal is read from the top.
        for (Event event : events.reversed()) {
            lines.append(line.of(event)).append(System.lineSeparator());
        }
        try {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            return SendResult.Sent.NOW;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            String folded = reason.toLowerCase(Locale.ROOT);
            return CLOSED.stream().anyMatch(folded::contains)
                    ? new SendResult.Gone("standard output is closed (" + reason + ")")
                    : new SendResult.Failed(
                            "standard output cannot be written: " + reason,
                            true,
                            true, // a full disk behind it has nothing against these events
                            Answer.NONE);
        }
    }

    @Override
    public int maxBatch() {
        return MAX_BATCH;
    }

    @Override
    public String toString() {
        return "ConsoleSender";
    }
}
