package tori;

import org.jspecify.annotations.Nullable;

import tori.account.Accounts;
import tori.api.ApiDependencies;
import tori.api.ApiServer;
import tori.api.ApiSettings;
import tori.api.HistoryDesk;
import tori.api.StreamFigures;
import tori.api.ViewSources;
import tori.config.Config;
import tori.config.ServerConfig;
import tori.delivery.Outbox;
import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.PollSchedule;
import tori.store.SqlStore;
import tori.telemetry.Profiler;
import tori.time.SystemClocks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * The HTTP server in force, with all that it shows and changes; none where the configuration has
 * none. Opened and closed by the main thread, exchanged under the lock of {@link Reload}.
 */
final class Front {

    /** What is watched, and how it does. */
    record Watching(
            Watches watches,
            Observations observations,
            PollSchedule schedule,
            UptimeParts uptime,
            PollTransport transport) {}

    /** Who is told, and what they were told. */
    record Telling(
            RecentEvents recent, Destinations destinations, Outbox outbox, Notices notices) {}

    /** What may be changed, and by whom. */
    record Changing(AddedMonitors added, Reload reload, Accounts accounts) {}

    private final Watching watching;
    private final Telling telling;
    private final Changing changing;
    private final SqlStore store;
    private final Clocks clocks;
    private final UuidV7 ids;
    private final StreamFigures streamFigures = new StreamFigures();
    private @Nullable ApiServer server;

    Front(
            Watching watching,
            Telling telling,
            Changing changing,
            SqlStore store,
            Clocks clocks,
            UuidV7 ids) {
        this.watching = watching;
        this.telling = telling;
        this.changing = changing;
        this.store = store;
        this.clocks = clocks;
        this.ids = ids;
    }

    /**
     * Tries whether the server could be started, before anything else is.
     *
     * @throws IOException with a sentence if the address is taken
     */
    void requireFree(Config config) throws IOException {
        ApiSettings address = address(config);
        if (address != null) {
            ApiServer.requireFree(address);
        }
    }

    /**
     * Starts the server, if there is to be one.
     *
     * @throws IOException with a sentence if the address is taken
     */
    void open(Config config) throws IOException {
        ApiSettings address = address(config);
        server = address == null ? null : start(address);
    }

    /** Where it can be seen, to follow a sentence; empty where it cannot. */
    String hint() {
        return server == null ? "" : "; see " + server;
    }

    /**
     * Puts another server in its place, if the other configuration needs one.
     *
     * @throws IOException with a sentence if the address is taken
     */
    void exchange(Config before, Config after) throws IOException {
        if (listensAs(before.server(), after.server())) {
            return;
        }
        ApiServer replaced = server;
        open(after);
        if (replaced != null) {
            // The answer to the request that asked for this goes out before it closes.
            Thread.ofVirtual().name("close server").start(replaced::close);
        }
    }

    void close() {
        if (server != null) {
            server.close();
        }
    }

    private static @Nullable ApiSettings address(Config config) {
        ServerConfig listen = config.server();
        return listen == null
                ? null
                : new ApiSettings(
                        listen.host(), listen.port(), Path.of(config.profiling().directory()));
    }

    /** Whether the one server will do for the other configuration. */
    private static boolean listensAs(@Nullable ServerConfig before, @Nullable ServerConfig after) {
        if (before == null || after == null) {
            return before == null && after == null;
        }
        return before.listensAs(after);
    }

    private ApiServer start(ApiSettings address) throws IOException {
        Observations observations = watching.observations();
        UptimeParts uptime = watching.uptime();
        return ApiServer.start(
                address,
                new ApiDependencies(
                        changing.accounts(),
                        clocks.meters()::scrape,
                        observations,
                        changing.reload(),
                        observations,
                        new Profiler(address.captures()),
                        desk(),
                        new EventStories(
                                store, telling.recent().fates(), clocks.wall(), clocks.monotonic()),
                        watching.transport()::keys,
                        uptime.incidents(),
                        uptime.incidents(),
                        new HistoryDesk(watching.watches()::all, store.history()),
                        administration(),
                        views(),
                        telling.notices().wall(),
                        ids::next));
    }

    private OutboxDesk desk() {
        return new OutboxDesk(
                store,
                () -> inForce().destinations().keySet(),
                telling.notices(),
                OutboxDesk.PATIENCE);
    }

    private MonitorAdministration administration() {
        PollSchedule schedule = watching.schedule();
        return new MonitorAdministration(
                changing.added(),
                changing.reload(),
                store.addedMonitors(),
                new MonitorAdministration.Schedule() {
                    @Override
                    public void wake(MonitorId id) {
                        schedule.wake(id);
                    }

                    @Override
                    public CompletableFuture<Void> retire(MonitorId id) {
                        return schedule.retire(id);
                    }
                },
                ids::next,
                clocks.wall(),
                MonitorAdministration.PATIENCE);
    }

    private ViewSources views() {
        clocks.meters().stream(streamFigures::readers, streamFigures::skipped);
        return new ViewSources(
                telling.recent(),
                new MonitorKindWords(this::inForce),
                new DestinationBoard(
                        this::inForce,
                        telling.destinations(),
                        telling.outbox(),
                        store,
                        clocks.monotonic()),
                new HistoryUptime(store.history(), clocks.wall()),
                () -> inForce().statusPages(),
                streamFigures,
                clocks.monotonic(),
                SystemClocks.sleeper(),
                () -> clocks.meters().loopFailed("stream"));
    }

    private Config inForce() {
        return changing.reload().inForce();
    }
}
