package tori.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One request to a destination. */
@Name("tori.Send")
@Label("Send")
@Description("One request to a destination.")
@Category("tori")
@StackTrace(false)
public final class JfrSend extends Event {

    /** {@link Flight} makes it. */
    JfrSend() {}

    @Label("Destination")
    public String destination = "";

    @Label("Events")
    public int events;

    @Label("Result")
    public String result = "";

    @Label("Nanoseconds from detection to sending, of the newest event; 0 if not known")
    public long detectToSendNanos;
}
