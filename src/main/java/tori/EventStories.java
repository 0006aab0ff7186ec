package tori;

import org.jspecify.annotations.Nullable;

import tori.api.EventDesk;
import tori.api.EventStory;
import tori.delivery.DeliveryDetail;
import tori.delivery.NoSuchDeliveryException;
import tori.store.SqlStore;
import tori.time.NanoClock;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Puts together what the store has of an event and what is remembered of its ways. Thread-safe; the
 * calling thread waits for the disk.
 */
final class EventStories implements EventDesk {

    private final SqlStore store;
    private final @Nullable EventFates fates;
    private final InstantSource wall;
    private final NanoClock clock;

    /**
     * @param fates null where no tori runs
     */
    EventStories(SqlStore store, @Nullable EventFates fates, InstantSource wall, NanoClock clock) {
        this.store = store;
        this.fates = fates;
        this.wall = wall;
        this.clock = clock;
    }

    @Override
    public @Nullable EventStory story(UUID id) throws IOException, InterruptedException {
        String event = store.event(id);
        List<EventStory.Step> steps = steps(id);
        if (event == null && steps.isEmpty()) {
            return null;
        }
        List<DeliveryDetail> deliveries = new ArrayList<>();
        for (long delivery : store.deliveriesOf(id)) {
            try {
                deliveries.add(store.detail(delivery));
            } catch (NoSuchDeliveryException e) {
                // Forgotten in this moment.
            }
        }
        return new EventStory(id, event == null ? "" : event, fates != null, steps, deliveries);
    }

    private List<EventStory.Step> steps(UUID id) {
        if (fates == null) {
            return List.of();
        }
        Instant now = wall.instant();
        long nowNanos = clock.nanoTime();
        List<EventStory.Step> steps = new ArrayList<>();
        for (EventFates.Step step : fates.of(id)) {
            steps.add(
                    new EventStory.Step(
                            now.minusNanos(nowNanos - step.nanos()).truncatedTo(ChronoUnit.MICROS),
                            step.destination(),
                            step.fate().wireName(),
                            step.number(),
                            step.events(),
                            step.words(),
                            step.other()));
        }
        return steps;
    }
}
