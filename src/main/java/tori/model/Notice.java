package tori.model;

import org.jspecify.annotations.Nullable;

/**
 * Plain words, such as a test message.
 *
 * @param text what to say
 * @param key the idempotency key its author brought; null for none
 */
public record Notice(String text, @Nullable String key) implements EventData {

    /** Without a key of its author's. */
    public Notice(String text) {
        this(text, null);
    }
}
