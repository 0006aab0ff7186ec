package tori.shopify;

import tori.config.EventSelection;
import tori.config.MatchConfig;
import tori.config.ShopifyConfig;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.MemoryStateStore;
import tori.poll.PollResult;
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/**
 * A monitor with all it needs around it, whose state is recorded after every poll as in earnest.
 */
final class Watch {

    static final URI SITE = URI.create("https://shop.example");
    private static final Set<EventSelection> EVERYTHING = EnumSet.allOf(EventSelection.class);
    private static final OptionalDouble HALF = OptionalDouble.of(0.5);
    static final MonitorId ID = new MonitorId("shop", "all");

    final FakeShop shop = new FakeShop();
    final MemoryStateStore memory = new MemoryStateStore();
    final SettableClock clock = new SettableClock();
    final CountingMeters meters = new CountingMeters();
    ShopifySettings settings = ShopifySettings.of(SITE);
    CatalogMonitor monitor;

    Watch() {
        restart();
    }

    /** A new monitor that knows nothing but what was recorded. */
    void restart() {
        monitor =
                new CatalogMonitor(
                        ID,
                        settings,
                        new Surroundings(
                                shop,
                                memory,
                                clock,
                                clock,
                                new UuidV7(clock, new Random(1)),
                                meters,
                                new BufferPool()));
    }

    void restart(ShopifySettings newSettings) {
        settings = newSettings;
        restart();
    }

    PollResult poll() throws Exception {
        PollResult result = monitor.poll();
        if (result instanceof PollResult.Observed observed) {
            memory.record(ID, observed.change(), observed.events());
        }
        return result;
    }

    /** The events of a poll that must not fail. */
    List<Event> events() throws Exception {
        return switch (poll()) {
            case PollResult.Observed observed -> observed.events();
            case PollResult.Unchanged _ -> List.of();
            case PollResult.Doubted doubted -> throw new AssertionError(doubted);
            case PollResult.Failed failed -> throw new AssertionError(failed);
        };
    }

    /** The events in short: {@code RESTOCKED 1/2}. */
    List<String> told() throws Exception {
        return events().stream().map(event -> event.type() + " " + event.subject()).toList();
    }

    static CatalogData data(Event event) {
        return (CatalogData) event.data();
    }

    static ShopifySettings collection(String handle) {
        return with(handle, EVERYTHING, MatchConfig.ALL, false, HALF, Duration.ZERO);
    }

    static ShopifySettings selecting(EventSelection first, EventSelection... others) {
        return with(null, EnumSet.of(first, others), MatchConfig.ALL, false, HALF, Duration.ZERO);
    }

    static ShopifySettings matching(MatchConfig match) {
        return with(null, EVERYTHING, match, false, HALF, Duration.ZERO);
    }

    static ShopifySettings alertingOnFirst() {
        return with(null, EVERYTHING, MatchConfig.ALL, true, HALF, Duration.ZERO);
    }

    static ShopifySettings unguarded() {
        return with(
                null, EVERYTHING, MatchConfig.ALL, false, OptionalDouble.empty(), Duration.ZERO);
    }

    static ShopifySettings cooling(Duration cooldown) {
        return with(null, EVERYTHING, MatchConfig.ALL, false, HALF, cooldown);
    }

    private static ShopifySettings with(
            String collection,
            Set<EventSelection> events,
            MatchConfig match,
            boolean alertOnFirst,
            OptionalDouble guard,
            Duration cooldown) {
        return new ShopifySettings(
                SITE,
                new ShopifyConfig(
                        collection,
                        events,
                        match,
                        alertOnFirst,
                        guard,
                        cooldown,
                        Map.of(21L, "my size")),
                Duration.ofSeconds(10),
                32 << 20);
    }
}
