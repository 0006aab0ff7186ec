package tori.delivery;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A delivery as a list shows it.
 *
 * @param id its number
 * @param destination to whom it is owed
 * @param key its idempotency key
 * @param eventId the event
 * @param type the event's type on the wire
 * @param source {@code /site/monitor}
 * @param subject what the event is about
 * @param entity what it is ordered by
 * @param sequence its place within the entity
 * @param state where it stands
 * @param failures how many attempts it has spent
 * @param acceptedAt when it was written down
 * @param changedAt when it came to this state
 * @param dueAt when the next attempt is due; null unless it waits for one
 * @param via who took it; null unless delivered
 * @param reason why the last attempt did not succeed; null if none failed
 * @param ambiguous how many attempts the destination may have taken, or taken twice, unknown to us
 * @param discarded whether somebody gave it up
 */
public record DeliveryRow(
        long id,
        String destination,
        String key,
        UUID eventId,
        String type,
        String source,
        String subject,
        String entity,
        long sequence,
        DeliveryState state,
        int failures,
        Instant acceptedAt,
        Instant changedAt,
        @Nullable Instant dueAt,
        @Nullable String via,
        @Nullable String reason,
        int ambiguous,
        boolean discarded) {}
