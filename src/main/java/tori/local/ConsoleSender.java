package tori.local;

import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.model.SendResult;
import tori.model.Sender;

import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;

/** Prints each event as one readable line; runs on the caller's virtual thread. */
public final class ConsoleSender implements Sender {

    private static final int MAX_BATCH = 100;

    private final PrintStream out;
    private final EventLine line;

    /**
     * @param out where to print, standard output mostly; not closed
     * @param colours whether to colour the kinds of event: see {@link #wantsColours}
     * @param zone whose time of day is shown
     */
    public ConsoleSender(PrintStream out, boolean colours, ZoneId zone) {
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
        out.print(lines);
        out.flush();
        // A print stream says no more than this, and never recovers.
        return out.checkError()
                ? new SendResult.Gone("standard output is closed")
                : SendResult.Sent.NOW;
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
