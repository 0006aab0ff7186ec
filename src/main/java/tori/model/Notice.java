package tori.model;

import org.jspecify.annotations.Nullable;

/**
 * Plain words, such as a test message.
 *
 * @param text what to say
 * @param key the idempotency key its author brought; null for none
 * @param title what stands above it; null for what is usual
 * @param alarm whether it says that something does not work
 */
public record Notice(String text, @Nullable String key, @Nullable String title, boolean alarm)
        implements EventData {

    /** With the usual title. */
    public Notice(String text, @Nullable String key) {
        this(text, key, null, false);
    }

    /** Without a key of its author's. */
    public Notice(String text) {
        this(text, null);
    }

    /** With a title of its own. */
    public static Notice headed(String title, boolean alarm, String text) {
        return new Notice(text, null, title, alarm);
    }
}
