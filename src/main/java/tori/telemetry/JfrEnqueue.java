package tori.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An event offered to the queue of a destination. */
@Name("tori.Enqueue")
@Label("Enqueue")
@Description("An event offered to the queue of a destination.")
@Category("tori")
@StackTrace(false)
public final class JfrEnqueue extends Event {

    /** {@link Flight} makes it. */
    JfrEnqueue() {}

    @Label("Destination")
    public String destination = "";

    @Label("Type")
    public String type = "";

    @Label("Subject")
    public String subject = "";
}
