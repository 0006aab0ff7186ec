package tori.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The first byte of a request that tells of an event is about to leave. */
@Name("tori.FirstByte")
@Label("First byte")
@Description("The first byte of a request that tells of an event is about to leave.")
@Category("tori")
@StackTrace(false)
public final class JfrFirstByte extends Event {

    /** {@link Flight} makes it. */
    JfrFirstByte() {}

    @Label("Subject")
    public String subject = "";

    @Label("Nanoseconds from the last byte that shows the event to this one")
    public long detectToFirstByteNanos;
}
