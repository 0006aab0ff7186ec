package tori.shopify;

import tori.config.AlertConfig;
import tori.config.EventSelection;
import tori.config.LockSelection;
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
import java.util.function.Function;

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
    StoreFacts facts = StoreFacts.withoutAsking();
    private Function<Surroundings, StoreMonitor> maker;
    StoreMonitor monitor;

    Watch() {
        this(ShopifySettings.of(SITE));
    }

    Watch(ShopifySettings settings) {
        this(surroundings -> new CatalogMonitor(ID, settings, surroundings));
    }

    Watch(Function<Surroundings, StoreMonitor> maker) {
        this.maker = maker;
        restart();
    }

    /** A monitor of one product. */
    static Watch product(String handle) {
        return product(handle, AlertConfig.EVERYTHING);
    }

    static Watch product(String handle, AlertConfig alerts) {
        ProductSettings settings =
                new ProductSettings(SITE, handle, alerts, Duration.ofSeconds(10), 32 << 20);
        return new Watch(surroundings -> new ProductMonitor(ID, settings, surroundings));
    }

    /** A monitor of the store's password page. */
    static Watch door(LockSelection first, LockSelection... others) {
        PasswordSettings settings =
                new PasswordSettings(
                        SITE, EnumSet.of(first, others), Duration.ofSeconds(10), 32 << 20);
        return new Watch(surroundings -> new PasswordMonitor(ID, settings, surroundings));
    }

    /** From now on the store is asked about itself. */
    Watch asking() {
        facts = StoreFacts.shared();
        restart();
        return this;
    }

    /** A new monitor that knows nothing but what was recorded. */
    void restart() {
        monitor =
                maker.apply(
                        new Surroundings(
                                shop,
                                memory,
                                clock,
                                clock,
                                new UuidV7(clock, new Random(1)),
                                meters,
                                new BufferPool(),
                                facts));
    }

    /** The same in another process, which knows nothing of stores either. */
    void restartProcess() {
        facts = StoreFacts.shared();
        restart();
    }

    void restart(ShopifySettings newSettings) {
        maker = surroundings -> new CatalogMonitor(ID, newSettings, surroundings);
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

    static ShopifySettings collection(String... handles) {
        return settings(new ShopifyConfig(List.of(handles), null, AlertConfig.EVERYTHING));
    }

    static ShopifySettings discovering(Duration interval) {
        return settings(new ShopifyConfig(List.of(), interval, AlertConfig.EVERYTHING));
    }

    static ShopifySettings selecting(EventSelection first, EventSelection... others) {
        return with(EnumSet.of(first, others), MatchConfig.ALL, false, HALF, Duration.ZERO);
    }

    static ShopifySettings matching(MatchConfig match) {
        return with(EVERYTHING, match, false, HALF, Duration.ZERO);
    }

    static ShopifySettings alertingOnFirst() {
        return with(EVERYTHING, MatchConfig.ALL, true, HALF, Duration.ZERO);
    }

    static ShopifySettings unguarded() {
        return with(EVERYTHING, MatchConfig.ALL, false, OptionalDouble.empty(), Duration.ZERO);
    }

    static ShopifySettings cooling(Duration cooldown) {
        return with(EVERYTHING, MatchConfig.ALL, false, HALF, cooldown);
    }

    static ShopifySettings cooling(Duration cooldown, EventSelection only) {
        return with(EnumSet.of(only), MatchConfig.ALL, false, HALF, cooldown);
    }

    private static ShopifySettings with(
            Set<EventSelection> events,
            MatchConfig match,
            boolean alertOnFirst,
            OptionalDouble guard,
            Duration cooldown) {
        AlertConfig alerts =
                new AlertConfig(
                        events, match, alertOnFirst, guard, cooldown, Map.of(21L, "my size"));
        return settings(new ShopifyConfig(List.of(), null, alerts));
    }

    private static ShopifySettings settings(ShopifyConfig config) {
        return new ShopifySettings(SITE, config, Duration.ofSeconds(10), 32 << 20);
    }
}
