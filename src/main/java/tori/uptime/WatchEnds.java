package tori.uptime;

import tori.incident.Standing;
import tori.incident.Step;
import tori.incident.WatchEnd;
import tori.model.Event;
import tori.model.EventSink;
import tori.model.MonitorId;

import java.io.IOException;
import java.util.List;

/**
 * Ends the incidents of monitors that are watched no more, in one transaction each: how it stands,
 * the record, and what is told. Used by one thread at a time, and never while such a monitor is
 * looked at.
 */
public final class WatchEnds {

    private final UptimeServices services;
    private final WatchEnd end;

    public WatchEnds(UptimeServices services) {
        this.services = services;
        this.end = new WatchEnd(services.gate());
    }

    /**
     * Ends what is open of a monitor.
     *
     * @param sink who is told
     * @param pushed whether it was one that is told by others that all is well
     * @param silent whether nobody is told of its incidents
     * @return the events it has raised; none where nothing was open, or nothing can be written down
     *     now
     * @throws IOException with a sentence if it cannot be read how it stands
     */
    public List<Event> end(MonitorId id, EventSink sink, boolean pushed, boolean silent)
            throws IOException, InterruptedException {
        if (!services.states().hasRoomForOwed()) {
            return List.of();
        }
        Standing before = CheckMonitor.load(id, services);
        Step step = end.of(id, before, silent, services.events().wall().instant());
        if (step == null) {
            return List.of();
        }
        List<Event> events =
                step.told().stream().map(told -> services.events().of(told, pushed)).toList();
        services.states().record(id, CheckMonitor.change(step), events, sink.owed(events));
        sink.acceptAll(events);
        return events;
    }
}
