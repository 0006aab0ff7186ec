package tori.api;

import tori.config.StatusPageConfig;
import tori.time.NanoClock;
import tori.time.Sleeper;
import tori.time.SystemClocks;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the dashboard, the live stream and the pages for everybody show beside the status. All are
 * called by many threads at once.
 *
 * @param pages those in force
 * @param figures what the stream counts
 * @param clock for how long a reader has read nothing, and how old a drawn page is
 * @param sleeper waits between two looks at the monitors
 * @param loopFailed counts that such a look failed
 */
public record ViewSources(
        EventFeed events,
        MonitorKindSource kinds,
        DestinationDesk destinations,
        UptimeSource uptime,
        Supplier<List<StatusPageConfig>> pages,
        StreamFigures figures,
        NanoClock clock,
        Sleeper sleeper,
        Runnable loopFailed) {

    /** Of a server that has nothing to show but the status. */
    public static ViewSources none() {
        return new ViewSources(
                EventFeed.NONE,
                Map::of,
                List::of,
                UptimeSource.NONE,
                List::of,
                new StreamFigures(),
                SystemClocks.monotonic(),
                SystemClocks.sleeper(),
                () -> {});
    }
}
