package tori;

import tori.config.HttpConfig;
import tori.config.MonitorConfig;
import tori.config.Schedule;
import tori.config.ShopifyConfig;
import tori.model.UuidV7;
import tori.poll.Cadence;
import tori.poll.StateStore;
import tori.poll.Transport;
import tori.shopify.BufferPool;
import tori.shopify.CatalogMonitor;
import tori.shopify.ShopifySettings;
import tori.shopify.Surroundings;
import tori.telemetry.Meters;
import tori.time.NanoClock;

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
        this.surroundings =
                new Surroundings(transport, store, wall, clock, ids, meters, new BufferPool());
    }

    /** The monitor, which has not looked at anything yet. */
    CatalogMonitor monitor(MonitorConfig config, HttpConfig http) {
        return switch (config.kind()) {
            case ShopifyConfig shopify ->
                    new CatalogMonitor(
                            config.id(),
                            new ShopifySettings(
                                    config.site(),
                                    shopify,
                                    config.schedule().timeout(),
                                    http.maxBodyBytes()),
                            surroundings);
        };
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
