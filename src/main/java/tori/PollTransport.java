package tori;

import org.jspecify.annotations.Nullable;

import tori.config.GateConfig;
import tori.config.HttpConfig;
import tori.demo.DemoStore;
import tori.http.OkHttpTransport;
import tori.http.ProxyPool;
import tori.http.Resolver;
import tori.network.AddressFence;
import tori.poll.AddressBook;
import tori.poll.Fetch;
import tori.poll.GateLimits;
import tori.poll.GatedTransport;
import tori.poll.OutboundGate;
import tori.poll.Reply;
import tori.poll.Transport;
import tori.signing.KeyDirectory;
import tori.telemetry.ProxyReading;
import tori.time.NanoClock;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/**
 * What polls fetch through: the built-in store for {@code demo://}, the gated network for the rest.
 * Thread-safe; {@link #configure} swaps gate and connections while fetches go on, those under way
 * end with the ones they began with.
 */
final class PollTransport implements Transport, AutoCloseable {

    private record Network(
            OkHttpTransport connections,
            ProxyPool proxies,
            GatedTransport gated,
            Within within,
            @Nullable KeyDirectory keys) {

        private void close() {
            connections.close();
            within.connections().close();
        }
    }

    /** Connections of their own: one that leads elsewhere must not be there to be used again. */
    private record Within(OkHttpTransport connections, GatedTransport gated) {}

    private final Resolver resolver;
    private final NanoClock clock;
    private final InstantSource wall;
    private final DemoStore demo;
    private final AddressFence fence;
    private volatile Network network;

    /** One that signs nothing. */
    PollTransport(HttpConfig config, Resolver resolver, NanoClock clock, InstantSource wall) {
        this(config, null, resolver, new AddressFence(List.of()), clock, wall);
    }

    /**
     * @param signing signs what goes over the network; null for nothing
     * @param fence says where {@link #within} leads
     */
    PollTransport(
            HttpConfig config,
            @Nullable Signing signing,
            Resolver resolver,
            AddressFence fence,
            NanoClock clock,
            InstantSource wall) {
        this.resolver = resolver;
        this.fence = fence;
        this.clock = clock;
        this.wall = wall;
        this.demo = new DemoStore(clock, wall);
        this.network = network(config, signing, ProxyPool.none(clock));
    }

    /** Puts other limits, another User-Agent or another key in force. */
    void configure(HttpConfig config, @Nullable Signing signing) {
        Network before = network;
        network = network(config, signing, before.proxies());
        before.close();
    }

    private Network network(HttpConfig config, @Nullable Signing signing, ProxyPool before) {
        ProxyPool proxies = before.reconfigured(config.paths(), RandomSource.fresh());
        OkHttpTransport connections =
                new OkHttpTransport(
                        config.userAgent(Version.number()),
                        config.maxConnections(),
                        resolver,
                        proxies,
                        signing == null ? null : signing.signer(),
                        clock);
        GateLimits limits =
                new GateLimits(
                        config.maxConnections(), lane(config.perHost()), lane(config.perIp()));
        OutboundGate gate = new OutboundGate(limits, exits(proxies), clock);
        OkHttpTransport fenced =
                OkHttpTransport.within(
                        fence,
                        config.userAgent(Version.number()),
                        config.maxConnections(),
                        resolver,
                        proxies,
                        signing == null ? null : signing.signer(),
                        clock);
        return new Network(
                connections,
                proxies,
                new GatedTransport(connections, gate, clock, wall),
                new Within(fenced, new GatedTransport(fenced, gate, clock, wall)),
                signing == null ? null : signing.directory());
    }

    /** Shows the key that polls are signed with; null if they are not. */
    @Nullable KeyDirectory keys() {
        return network.keys();
    }

    /**
     * What counts as a host's address: a store that is asked through a proxy sees the proxy, and
     * nobody here is to look its name up.
     */
    private AddressBook exits(ProxyPool proxies) {
        return host -> proxies.covers(host) ? proxies.exitFor(host) : resolver.addressOf(host);
    }

    /** How the proxies do. */
    List<ProxyReading> proxies() {
        return network.proxies().readings();
    }

    private static GateLimits.Lane lane(GateConfig config) {
        return new GateLimits.Lane(config.connections(), config.gap());
    }

    /** The same gate and the same proxies, but directly only where the fence lets one. */
    Transport within() {
        return fetch ->
                DemoStore.SCHEME.equals(fetch.uri().getScheme())
                        ? demo.fetch(fetch)
                        : network.within().gated().fetch(fetch);
    }

    @Override
    public Reply fetch(Fetch fetch) throws IOException, InterruptedException {
        return DemoStore.SCHEME.equals(fetch.uri().getScheme())
                ? demo.fetch(fetch)
                : network.gated().fetch(fetch);
    }

    @Override
    public void close() {
        network.close();
    }
}
