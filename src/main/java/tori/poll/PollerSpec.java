package tori.poll;

import tori.model.EventSink;
import tori.model.MonitorId;

/**
 * A monitor to be polled.
 *
 * @param monitor what looks at the site
 * @param sink where its events go
 * @param cadence when it looks
 * @param blind when it counts as blind
 */
public record PollerSpec(Monitor monitor, EventSink sink, Cadence cadence, BlindTerms blind) {

    /** One of which nobody is told that it is blind. */
    public PollerSpec(Monitor monitor, EventSink sink, Cadence cadence) {
        this(monitor, sink, cadence, BlindTerms.NEVER);
    }

    /** Which monitor this is. */
    public MonitorId id() {
        return monitor.id();
    }
}
