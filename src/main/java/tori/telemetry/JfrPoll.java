package tori.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One poll of a monitor, all its pages. */
@Name("tori.Poll")
@Label("Poll")
@Description("One poll of a monitor, all its pages.")
@Category("tori")
@StackTrace(false)
public final class JfrPoll extends Event {

    /** {@link Flight} makes it. */
    JfrPoll() {}

    @Label("Monitor")
    public String monitor = "";

    @Label("Result")
    public String result = "";

    @Label("Lag in nanoseconds")
    public long lagNanos;

    @Label("Nanoseconds from the last byte to the queues, of the events it shows")
    public long detectToOfferNanos;
}
