package tori.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Plain words that a caller wants delivered.
 *
 * @param destinations to whom, at least one, each once
 * @param text what to say
 * @param subject what it is about: notices about one subject arrive in order
 * @param key the caller's idempotency key; null for the event's own id
 */
public record NoticeOrder(
        List<String> destinations, String text, String subject, @Nullable String key) {

    public NoticeOrder {
        destinations = List.copyOf(destinations);
    }
}
