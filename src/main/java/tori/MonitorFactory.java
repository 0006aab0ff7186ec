package tori;

import tori.config.AdaptiveConfig;
import tori.config.HttpConfig;
import tori.config.MonitorConfig;
import tori.config.Schedule;
import tori.config.ShopifyConfig;
import tori.config.ShopifyPasswordConfig;
import tori.config.ShopifyProductConfig;
import tori.model.UuidV7;
import tori.poll.BlindTerms;
import tori.poll.Cadence;
import tori.poll.StateStore;
import tori.poll.Tempo;
import tori.poll.Transport;
import tori.shopify.BufferPool;
import tori.shopify.CatalogMonitor;
import tori.shopify.PasswordMonitor;
import tori.shopify.PasswordSettings;
import tori.shopify.ProductMonitor;
import tori.shopify.ProductSettings;
import tori.shopify.ShopifySettings;
import tori.shopify.StoreFacts;
import tori.shopify.StoreMonitor;
import tori.shopify.Surroundings;
import tori.telemetry.Meters;
import tori.time.NanoClock;

import java.time.Duration;
import java.time.InstantSource;

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
        this(transport, store, wall, clock, ids, meters, new StoreFacts());
    }

    /**
     * @param facts what stores say about themselves
     */
    MonitorFactory(
            Transport transport,
            StateStore store,
            InstantSource wall,
            NanoClock clock,
            UuidV7 ids,
            Meters meters,
            StoreFacts facts) {
        this.surroundings =
                new Surroundings(
                        transport, store, wall, clock, ids, meters, new BufferPool(), facts);
    }

    /** The monitor, which has not looked at anything yet. */
    StoreMonitor monitor(MonitorConfig config, HttpConfig http) {
        Duration timeout = config.schedule().timeout();
        long maxBytes = http.maxBodyBytes();
        return switch (config.kind()) {
            case ShopifyConfig shopify ->
                    new CatalogMonitor(
                            config.id(),
                            new ShopifySettings(config.site(), shopify, timeout, maxBytes),
                            surroundings);
            case ShopifyProductConfig product ->
                    new ProductMonitor(
                            config.id(),
                            new ProductSettings(
                                    config.siteUrl(),
                                    product.handle(),
                                    product.alerts(),
                                    timeout,
                                    maxBytes),
                            surroundings);
            case ShopifyPasswordConfig password ->
                    new PasswordMonitor(
                            config.id(),
                            new PasswordSettings(
                                    config.siteUrl(), password.events(), timeout, maxBytes),
                            surroundings);
        };
    }

    /** When the monitor counts as blind. */
    BlindTerms blindTerms(Schedule schedule) {
        return new BlindTerms(schedule.blindAfter(), surroundings.ids()::next);
    }

    /** When the monitor polls. */
    static Cadence cadence(Schedule schedule) {
        AdaptiveConfig adaptive = schedule.adaptive();
        return new Cadence(
                schedule.interval(),
                schedule.jitter(),
                schedule.timeout(),
                schedule.backoff(),
                schedule.maxAttempts(),
                adaptive == null
                        ? null
                        : new Tempo(
                                adaptive.fastest(),
                                adaptive.fastFor(),
                                adaptive.slowest(),
                                adaptive.slowAfter()));
    }
}
