package tori.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Reading and comparing one page. */
@Name("tori.Compare")
@Label("Compare")
@Description("Reading and comparing one page.")
@Category("tori")
@StackTrace(false)
public final class JfrCompare extends Event {

    /** {@link Flight} makes it. */
    JfrCompare() {}

    @Label("Monitor")
    public String monitor = "";

    @Label("Page")
    public int page;

    @Label("Products")
    public int products;

    @Label("Changed products")
    public int changed;
}
