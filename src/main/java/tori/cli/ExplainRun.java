package tori.cli;

import tori.api.EventDesk;
import tori.api.EventStory;
import tori.api.EventStoryJson;

import java.io.IOException;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.UUID;

/** Prints what became of an event. Runs on the main thread. */
public final class ExplainRun {

    private final PrintStream out;
    private final PrintStream err;
    private final ZoneId zone;

    /**
     * @param out takes results
     * @param err takes everything else
     * @param zone whose local time is shown
     */
    public ExplainRun(PrintStream out, PrintStream err, ZoneId zone) {
        this.out = out;
        this.err = err;
        this.zone = zone;
    }

    /**
     * Does it and returns the exit status.
     *
     * @throws IOException with a sentence for the user
     */
    public int at(EventDesk desk, UUID id, boolean json) throws IOException, InterruptedException {
        EventStory story = desk.story(id);
        if (story == null) {
            err.println(
                    "tori: event "
                            + id
                            + " is not known: it was raised by a tori with another store, is"
                            + " mistyped, or is older than the event log, which keeps 30 days");
            return ExitStatus.FAILED;
        }
        if (json) {
            out.println(TerminalText.escape(EventStoryJson.text(story)));
        } else {
            EventSheet.lines(story, zone).forEach(out::println);
        }
        return ExitStatus.OK;
    }
}
