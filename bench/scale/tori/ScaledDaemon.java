package tori;

import org.jspecify.annotations.Nullable;

import tori.config.Config;
import tori.config.ConfigLoader;
import tori.config.HttpConfig;
import tori.config.LoadResult;
import tori.config.MonitorConfig;
import tori.delivery.Outbox;
import tori.delivery.OutboxServices;
import tori.delivery.RetryPolicy;
import tori.dispatch.FreshestLanes;
import tori.heartbeat.Heartbeats;
import tori.http.Resolver;
import tori.incident.Board;
import tori.incident.Gate;
import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.GateLimits;
import tori.poll.GatedTransport;
import tori.poll.OutboundGate;
import tori.poll.PollSchedule;
import tori.poll.PollServices;
import tori.poll.Transport;
import tori.store.SqlStore;
import tori.store.StoreDependencies;
import tori.store.StoreSettings;
import tori.telemetry.PrometheusMeters;
import tori.time.Lapses;
import tori.time.NanoClock;
import tori.time.SystemClocks;
import tori.uptime.IncidentEvents;
import tori.uptime.UptimeServices;
import tori.uptime.WatchEnds;
import tori.wire.EventJson;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * The daemon's parts put together as {@link Tori} does it, with the machine's resolver replaced by
 * arithmetic, and, if a stub is given, the connections by the stub. Not there: the HTTP server, the
 * reloads. Confined to the thread that makes it.
 */
final class ScaledDaemon {

    private static final String YAML =
            """
            defaults: {interval: %ds, notify: [file]}
            destinations: {file: {type: file, path: events.jsonl}}
            store: {url: "sqlite:tori.db"}
            sites: [{name: shop-0, url: "http://shop-0.test", monitors: [{name: all, type: shopify}]}]
            """;

    /** Polls that may run for each connection there may be, as in the daemon. */
    private static final int RUNNING_PER_CONNECTION = 4;

    final LagMeters meters;
    final PollSchedule schedule;
    final Watches watches;
    final Config config;

    private ScaledDaemon(LagMeters meters, PollSchedule schedule, Watches watches, Config config) {
        this.meters = meters;
        this.schedule = schedule;
        this.watches = watches;
        this.config = config;
    }

    /**
     * Builds everything; nothing is polled yet.
     *
     * @param folder for the database
     * @param stub in place of the connections; null for real ones
     */
    static ScaledDaemon open(Path folder, int intervalSeconds, @Nullable Transport stub)
            throws IOException {
        NanoClock clock = SystemClocks.monotonic();
        InstantSource wall = SystemClocks.wall();
        LagMeters meters = new LagMeters(new PrometheusMeters(clock));
        SqlStore store =
                SqlStore.open(
                        StoreSettings.of(folder.resolve("tori.db")),
                        new StoreDependencies(
                                EventJson::encode,
                                EventJson::decode,
                                meters,
                                clock,
                                wall,
                                new Random(1)));
        Config config = load(YAML.formatted(intervalSeconds));
        Resolver resolver = new Resolver(ScaledDaemon::address, Resolver.Limits.DEFAULT, clock);
        SenderFactory senders = new SenderFactory(resolver, clock, wall);
        FreshestLanes lanes = new FreshestLanes(clock, new Random(2), meters, store);
        Outbox outbox =
                new Outbox(
                        store,
                        new OutboxServices(
                                meters,
                                clock,
                                wall,
                                new Random(3),
                                RetryPolicy.STANDARD,
                                (settlement, first) -> {}));
        RecentEvents recent = new RecentEvents();
        Destinations destinations = new Destinations(lanes, outbox, recent, meters);
        destinations.open(
                PreparedDestinations.of(
                        config.destinations(), config.destinations().keySet(), senders::sender),
                List.copyOf(config.destinations().keySet()));
        lanes.start();
        PollSchedule schedule =
                new PollSchedule(
                        new PollServices(store, meters, clock, wall, store),
                        new Random(4),
                        config.http().maxConnections() * RUNNING_PER_CONNECTION);
        MonitorFactory monitors =
                new MonitorFactory(
                        transport(config.http(), resolver, stub),
                        store,
                        wall,
                        clock,
                        new UuidV7(wall, new Random(5)),
                        meters);
        Watches watches =
                new Watches(
                        monitors,
                        destinations,
                        schedule,
                        recent,
                        uptime(config, store, clock, wall),
                        new Farewells(
                                new WatchEnds(services(store, clock, wall)),
                                store,
                                meters,
                                recent));
        return new ScaledDaemon(meters, schedule, watches, config);
    }

    private static UptimeServices services(SqlStore store, NanoClock clock, InstantSource wall) {
        return new UptimeServices(
                store,
                store,
                new Board(),
                Gate.OPEN,
                UptimeServices.Windows.NONE,
                new IncidentEvents(UUID::randomUUID, wall, clock),
                UUID::randomUUID,
                Lapses.NONE);
    }

    private static Uptime uptime(
            Config config, SqlStore store, NanoClock clock, InstantSource wall) {
        return new Uptime(
                services(store, clock, wall),
                new Heartbeats(),
                new Checks(config, clock, wall).factory());
    }

    private static Transport transport(
            HttpConfig http, Resolver resolver, @Nullable Transport stub) {
        NanoClock clock = SystemClocks.monotonic();
        InstantSource wall = SystemClocks.wall();
        if (stub == null) {
            return new PollTransport(http, resolver, clock, wall);
        }
        GateLimits limits =
                new GateLimits(
                        http.maxConnections(),
                        new GateLimits.Lane(http.perHost().connections(), http.perHost().gap()),
                        new GateLimits.Lane(http.perIp().connections(), http.perIp().gap()));
        return new GatedTransport(stub, new OutboundGate(limits, resolver, clock), clock, wall);
    }

    private static Config load(String yaml) {
        return switch (new ConfigLoader(name -> null).load("config.yaml", yaml)) {
            case LoadResult.Loaded loaded -> loaded.config();
            case LoadResult.Invalid invalid ->
                    throw new IllegalStateException(invalid.problems().toString());
        };
    }

    /** One of 64 addresses of the loopback interface, by the host's number. */
    private static List<InetAddress> address(String host) throws UnknownHostException {
        int number = Integer.parseInt(host.replaceAll("\\D", ""));
        byte[] address = {127, 0, 0, (byte) (1 + number % NotModifiedServer.ADDRESSES)};
        return List.of(InetAddress.getByAddress(host, address));
    }

    /**
     * The configuration with so many sites of one monitor each, as the loader would have made it:
     * what does not differ is shared.
     *
     * @param hosts host names that the sites are spread over
     * @param port of the shops, which then tell each other apart by their paths; 0 for the usual
     *     one
     */
    Config configure(int count, int hosts, int port) {
        MonitorConfig pattern = config.monitors().getFirst();
        List<MonitorConfig> monitors = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            monitors.add(
                    new MonitorConfig(
                            new MonitorId("shop-" + i, pattern.id().monitor()),
                            address(i, hosts, port),
                            pattern.terms()));
        }
        return new Config(
                config.http(),
                config.connectivity(),
                config.destinations(),
                config.store(),
                config.server(),
                config.profiling(),
                config.log(),
                monitors,
                Map.of());
    }

    private static String address(int site, int hosts, int port) {
        String host = "http://shop-" + site % hosts + ".test";
        return port == 0 ? host : host + ":" + port + "/" + site;
    }
}
