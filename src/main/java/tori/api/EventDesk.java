package tori.api;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.UUID;

/**
 * Tells what became of events, of a tori that runs or of a store at rest. Thread-safe; blocks for
 * the disk.
 */
public interface EventDesk {

    /** Knows none. */
    EventDesk NONE = id -> null;

    /**
     * What is known of an event; null if nothing is.
     *
     * @throws IOException with a sentence for the user
     */
    @Nullable EventStory story(UUID id) throws IOException, InterruptedException;
}
