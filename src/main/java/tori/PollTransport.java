package tori;

import org.jspecify.annotations.Nullable;

import tori.config.GateConfig;
import tori.config.HttpConfig;
import tori.demo.DemoStore;
import tori.http.OkHttpTransport;
import tori.http.Resolver;
import tori.poll.Fetch;
import tori.poll.GateLimits;
import tori.poll.GatedTransport;
import tori.poll.OutboundGate;
import tori.poll.Reply;
import tori.poll.Transport;
import tori.signing.KeyDirectory;
import tori.time.NanoClock;

import java.io.IOException;
import java.time.InstantSource;

/**
 * What polls fetch through: the built-in store for {@code demo://}, the gated network for the rest.
 * Thread-safe; {@link #configure} swaps gate and connections while fetches go on, those under way
 * end with the ones they began with.
 */
final class PollTransport implements Transport, AutoCloseable {

    private record Network(
            OkHttpTransport connections, GatedTransport gated, @Nullable KeyDirectory keys) {}

    private final Resolver resolver;
    private final NanoClock clock;
    private final InstantSource wall;
    private final DemoStore demo;
    private volatile Network network;

    /** One that signs nothing. */
    PollTransport(HttpConfig config, Resolver resolver, NanoClock clock, InstantSource wall) {
        this(config, null, resolver, clock, wall);
    }

    /**
     * @param signing signs what goes over the network; null for nothing
     */
    PollTransport(
            HttpConfig config,
            @Nullable Signing signing,
            Resolver resolver,
            NanoClock clock,
            InstantSource wall) {
        this.resolver = resolver;
        this.clock = clock;
        this.wall = wall;
        this.demo = new DemoStore(clock, wall);
        this.network = network(config, signing);
    }

    /** Puts other limits, another User-Agent or another key in force. */
    void configure(HttpConfig config, @Nullable Signing signing) {
        Network before = network;
        network = network(config, signing);
        before.connections().close();
    }

    private Network network(HttpConfig config, @Nullable Signing signing) {
        OkHttpTransport connections =
                new OkHttpTransport(
                        config.userAgent(Version.number()),
                        config.maxConnections(),
                        resolver,
                        clock,
                        signing == null ? null : signing.signer());
        GateLimits limits =
                new GateLimits(
                        config.maxConnections(), lane(config.perHost()), lane(config.perIp()));
        OutboundGate gate = new OutboundGate(limits, resolver, clock);
        return new Network(
                connections,
                new GatedTransport(connections, gate, clock, wall),
                signing == null ? null : signing.directory());
    }

    /** Shows the key that polls are signed with; null if they are not. */
    @Nullable KeyDirectory keys() {
        return network.keys();
    }

    private static GateLimits.Lane lane(GateConfig config) {
        return new GateLimits.Lane(config.connections(), config.gap());
    }

    @Override
    public Reply fetch(Fetch fetch) throws IOException, InterruptedException {
        return DemoStore.SCHEME.equals(fetch.uri().getScheme())
                ? demo.fetch(fetch)
                : network.gated().fetch(fetch);
    }

    @Override
    public void close() {
        network.connections().close();
    }
}
