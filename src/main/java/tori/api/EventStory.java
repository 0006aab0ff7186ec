package tori.api;

import org.jspecify.annotations.Nullable;

import tori.delivery.DeliveryDetail;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Everything that is known of one event and what became of it.
 *
 * @param id the event's
 * @param event its JSON; empty where the event log does not have it (yet)
 * @param live whether a running tori was asked, which remembers more than its store
 * @param steps what became of it, oldest first; empty where nothing is remembered
 * @param deliveries what was owed about it, to one destination each
 */
public record EventStory(
        UUID id, String event, boolean live, List<Step> steps, List<DeliveryDetail> deliveries) {

    /**
     * One thing that became of it.
     *
     * @param time when, to the microsecond
     * @param destination where; empty where it concerns none
     * @param what such as {@code queued}, {@code sending}, {@code evicted}
     * @param request the number of the request that carried it; 0 for none
     * @param events how many that carried
     * @param words what there is to say about it; null for nothing
     * @param other the event that overtook it; null for none
     */
    public record Step(
            Instant time,
            String destination,
            String what,
            long request,
            int events,
            @Nullable String words,
            @Nullable UUID other) {}

    public EventStory {
        steps = List.copyOf(steps);
        deliveries = List.copyOf(deliveries);
    }

    /** The same without what concerns destinations. */
    EventStory withoutDeliveries() {
        List<Step> own = steps.stream().filter(step -> step.destination().isEmpty()).toList();
        return new EventStory(id, event, live, own, List.of());
    }
}
