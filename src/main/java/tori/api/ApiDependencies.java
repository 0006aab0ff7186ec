package tori.api;

import org.jspecify.annotations.Nullable;

import tori.account.Accounts;
import tori.history.NoHistory;
import tori.telemetry.Profiler;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the server shows and does. All are called by many threads at once.
 *
 * @param accounts who may log in; null where nobody does, and only this machine is known
 * @param keys shows the key that polls are signed with
 * @param views what is shown to people beside all that
 * @param wall what people read
 * @param requestIds gives each request its id
 */
public record ApiDependencies(
        @Nullable Accounts accounts,
        MetricsSource metrics,
        Health health,
        Reloader reloader,
        StatusSource status,
        Profiler profiler,
        FrontDesk desk,
        EventDesk events,
        KeySource keys,
        IncidentDesk incidents,
        HeartbeatDesk heartbeats,
        HistoryDesk history,
        MonitorDesk monitors,
        ViewSources views,
        InstantSource wall,
        Supplier<UUID> requestIds) {

    /** Of a server that knows no event, no history and no user, and has no dashboard. */
    public ApiDependencies(
            MetricsSource metrics,
            Health health,
            Reloader reloader,
            StatusSource status,
            Profiler profiler,
            FrontDesk desk,
            KeySource keys,
            IncidentDesk incidents,
            HeartbeatDesk heartbeats,
            InstantSource wall,
            Supplier<UUID> requestIds) {
        this(
                null,
                metrics,
                health,
                reloader,
                status,
                profiler,
                desk,
                EventDesk.NONE,
                keys,
                incidents,
                heartbeats,
                new HistoryDesk(() -> List.of(), new NoHistory()),
                MonitorDesk.NONE,
                ViewSources.none(),
                wall,
                requestIds);
    }
}
