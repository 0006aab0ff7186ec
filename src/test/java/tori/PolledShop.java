package tori;

import static org.assertj.core.api.Assertions.assertThat;

import tori.config.GateConfig;
import tori.config.HttpConfig;
import tori.config.MonitorConfig;
import tori.config.Schedule;
import tori.config.ShopifyConfig;
import tori.http.Resolver;
import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.MemoryStateStore;
import tori.poll.PollResult;
import tori.shopify.StoreFacts;
import tori.shopify.StoreMonitor;
import tori.telemetry.CountingMeters;
import tori.time.Backoff;
import tori.time.NanoClock;
import tori.time.SystemClocks;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/**
 * A monitor as the daemon puts it together, network and gate included, polled by hand. What it
 * finds is recorded as the poller does it. Used by one thread.
 */
final class PolledShop implements AutoCloseable {

    static final long MAX_BYTES = 1 << 20;

    private static final MonitorId ID = new MonitorId("shop", "all");
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0);

    final MemoryStateStore store = new MemoryStateStore();
    private final URI site;
    private final Resolver resolver;
    private final PollTransport transport;
    private final MonitorFactory factory;
    private StoreMonitor monitor;

    PolledShop(String site) {
        this(site, SystemClocks.monotonic(), SystemClocks.wall());
    }

    PolledShop(String site, NanoClock clock, InstantSource wall) {
        this.site = URI.create(site);
        this.resolver = new Resolver(Resolver.Lookup.SYSTEM, Resolver.Limits.DEFAULT, clock);
        this.transport = new PollTransport(http(MAX_BYTES), resolver, clock, wall);
        UuidV7 ids = new UuidV7(wall, new Random(1));
        this.factory =
                new MonitorFactory(
                        transport,
                        store,
                        wall,
                        clock,
                        ids,
                        new CountingMeters(),
                        StoreFacts.withoutAsking());
        this.monitor = monitor(PATIENT, MAX_BYTES);
    }

    static HttpConfig http(long maxBytes) {
        GateConfig lane = new GateConfig(4, Duration.ZERO);
        return new HttpConfig("tori/test", 16, lane, lane, maxBytes);
    }

    static MonitorConfig config(MonitorId id, URI site, Duration timeout) {
        Schedule schedule = new Schedule(Duration.ofMillis(50), 0.1, timeout, 4, BACKOFF);
        return new MonitorConfig(
                id, site, true, schedule, List.of(), ShopifyConfig.WHOLE_CATALOGUE);
    }

    private StoreMonitor monitor(Duration timeout, long maxBytes) {
        return factory.monitor(config(ID, site, timeout), http(maxBytes));
    }

    /** A new monitor that knows nothing but what was recorded. */
    void restart() {
        monitor = monitor(PATIENT, MAX_BYTES);
    }

    void restart(Duration timeout) {
        monitor = monitor(timeout, MAX_BYTES);
    }

    void restart(long maxBytes) {
        monitor = monitor(PATIENT, maxBytes);
    }

    PollResult poll() throws Exception {
        PollResult result = monitor.poll();
        if (result instanceof PollResult.Observed observed) {
            store.record(ID, observed.change(), observed.events());
        }
        return result;
    }

    /** The events of a poll that must not fail, in short: {@code RESTOCKED 1/2}. */
    List<String> told() throws Exception {
        return switch (poll()) {
            case PollResult.Observed observed ->
                    observed.events().stream()
                            .map(event -> event.type() + " " + event.subject())
                            .toList();
            case PollResult.Unchanged _ -> List.of();
            case PollResult.Doubted doubted -> throw new AssertionError(doubted);
            case PollResult.Failed failed -> throw new AssertionError(failed);
        };
    }

    /** Polls, which must fail and leave what is remembered as it is. */
    PollResult.Failed failure() throws Exception {
        return withoutTrace(PollResult.Failed.class);
    }

    /** Polls, which must find the answer unlikely and leave what is remembered as it is. */
    PollResult.Doubted doubt() throws Exception {
        return withoutTrace(PollResult.Doubted.class);
    }

    private <T extends PollResult> T withoutTrace(Class<T> kind) throws Exception {
        int records = store.records();
        PollResult result = poll();
        assertThat(result).isInstanceOf(kind);
        assertThat(store.records()).isEqualTo(records);
        return kind.cast(result);
    }

    @Override
    public void close() {
        transport.close();
        resolver.close();
    }
}
