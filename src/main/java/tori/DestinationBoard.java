package tori;

import org.jspecify.annotations.Nullable;

import tori.api.DestinationDesk;
import tori.config.Config;
import tori.config.DeliveryConfig;
import tori.config.DestinationConfig;
import tori.delivery.Outbox;
import tori.delivery.OutboxStatus;
import tori.store.SqlStore;
import tori.time.NanoClock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What the server shows of the destinations in force. Thread-safe; does not block. */
final class DestinationBoard implements DestinationDesk {

    private final Supplier<Config> inForce;
    private final Destinations destinations;
    private final Outbox outbox;
    private final SqlStore store;
    private final NanoClock clock;

    DestinationBoard(
            Supplier<Config> inForce,
            Destinations destinations,
            Outbox outbox,
            SqlStore store,
            NanoClock clock) {
        this.inForce = inForce;
        this.destinations = destinations;
        this.outbox = outbox;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public List<Row> rows() {
        Map<String, OutboxStatus> statuses = new HashMap<>();
        outbox.status().forEach(status -> statuses.put(status.destination(), status));
        Map<String, Long> owing = store.owing();
        List<Row> rows = new ArrayList<>();
        inForce.get()
                .destinations()
                .forEach((name, config) ->
                        rows.add(
                                row(
                                        name,
                                        config,
                                        statuses.get(name),
                                        owing.getOrDefault(name, 0L))));
        return rows;
    }

    private Row row(
            String name, DestinationConfig config, @Nullable OutboxStatus status, long owed) {
        DeliveryConfig delivery = config.delivery();
        boolean fresh = destinations.isHealthyFresh(name);
        OutboxStatus.Condition condition =
                status == null ? OutboxStatus.Condition.HEALTHY : status.condition();
        String word =
                condition == OutboxStatus.Condition.HEALTHY && !fresh
                        ? "out"
                        : condition.name().toLowerCase(Locale.ROOT);
        return new Row(
                name,
                type(config),
                delivery.mode().name().toLowerCase(Locale.ROOT),
                windows(name),
                delivery.queue(),
                destinations.waiting(name),
                delivery.maxAge(),
                owed,
                word,
                status == null ? null : status.since(),
                status == null ? "" : status.reason(),
                status == null ? null : status.nextRetryAt(),
                delivery.failover());
    }

    private List<Window> windows(String name) {
        return destinations.limits(name, clock.nanoTime()).stream()
                .map(reading -> new Window(reading.rate(), reading.completed()))
                .toList();
    }

    private static String type(DestinationConfig config) {
        return switch (config) {
            case DestinationConfig.Discord _ -> "discord";
            case DestinationConfig.Webhook _ -> "webhook";
            case DestinationConfig.File _ -> "file";
            case DestinationConfig.Console _ -> "console";
        };
    }
}
