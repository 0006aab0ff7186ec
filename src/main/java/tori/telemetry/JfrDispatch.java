package tori.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The dispatcher chose events to send now. */
@Name("tori.Dispatch")
@Label("Dispatch")
@Description("The dispatcher chose events to send now.")
@Category("tori")
@StackTrace(false)
public final class JfrDispatch extends Event {

    /** {@link Flight} makes it. */
    JfrDispatch() {}

    @Label("Destination")
    public String destination = "";

    @Label("Events")
    public int events;

    @Label("Events left waiting")
    public int waiting;

    @Label("Nanoseconds from detection to this choice, of the newest event")
    public long detectToChoiceNanos;
}
