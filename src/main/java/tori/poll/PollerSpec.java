package tori.poll;

import tori.model.EventSink;
import tori.model.MonitorId;

/**
 * A monitor to be polled.
 *
 * @param monitor what looks at the site
 * @param sink where its events go
 * @param cadence when it looks
 */
public record PollerSpec(Monitor monitor, EventSink sink, Cadence cadence) {

    /** Which monitor this is. */
    public MonitorId id() {
        return monitor.id();
    }
}
