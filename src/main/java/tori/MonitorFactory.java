package tori;

import tori.config.EventSelection;
import tori.config.HttpConfig;
import tori.config.MatchConfig;
import tori.config.MonitorConfig;
import tori.config.Schedule;
import tori.config.ShopifyConfig;
import tori.model.UuidV7;
import tori.poll.Cadence;
import tori.poll.StateStore;
import tori.poll.Transport;
import tori.shopify.BufferPool;
import tori.shopify.CatalogMonitor;
import tori.shopify.EventSelector;
import tori.shopify.Match;
import tori.shopify.ShopifySettings;
import tori.shopify.Surroundings;
import tori.telemetry.Meters;
import tori.time.NanoClock;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the monitor that the configuration asks for. Any thread. */
final class MonitorFactory {

    private final Surroundings surroundings;

    MonitorFactory(
            Transport transport,
            StateStore store,
            InstantSource wall,
            NanoClock clock,
            UuidV7 ids,
            Meters meters) {
        this.surroundings =
                new Surroundings(transport, store, wall, clock, ids, meters, new BufferPool());
    }

    /** The monitor, which has not looked at anything yet. */
    CatalogMonitor monitor(MonitorConfig config, HttpConfig http) {
        return switch (config.kind()) {
            case ShopifyConfig shopify ->
                    new CatalogMonitor(config.id(), settings(config, shopify, http), surroundings);
        };
    }

    private static ShopifySettings settings(
            MonitorConfig config, ShopifyConfig shopify, HttpConfig http) {
        return new ShopifySettings(
                config.siteUrl(),
                shopify.collection(),
                selectors(shopify.events()),
                match(shopify.match()),
                shopify.alertOnFirst(),
                shopify.guardShrink().isPresent()
                        ? (Double) shopify.guardShrink().getAsDouble()
                        : null,
                shopify.cooldown(),
                shopify.labels(),
                config.schedule().timeout(),
                http.maxBodyBytes());
    }

    private static Set<EventSelector> selectors(Set<EventSelection> events) {
        EnumSet<EventSelector> selectors = EnumSet.noneOf(EventSelector.class);
        events.forEach(event -> selectors.add(EventSelector.valueOf(event.name())));
        return selectors;
    }

    private static Match match(MatchConfig match) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        match.options().forEach((name, values) -> options.put(name, List.copyOf(values)));
        return new Match(
                match.keywords(),
                match.variants(),
                options,
                match.priceMin(),
                match.priceMax(),
                List.copyOf(match.vendors()),
                List.copyOf(match.types()));
    }

    /** When the monitor polls. */
    static Cadence cadence(Schedule schedule) {
        return new Cadence(
                schedule.interval(),
                schedule.jitter(),
                schedule.timeout(),
                schedule.backoff(),
                schedule.maxAttempts());
    }
}
