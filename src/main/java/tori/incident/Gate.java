package tori.incident;

import org.jspecify.annotations.Nullable;

import tori.model.Incident;

import java.util.UUID;

/**
 * Decides whether an incident may be told now. Asked on the virtual thread of its monitor;
 * thread-safe.
 */
public interface Gate {

    /** What it decides. */
    sealed interface Answer {}

    /** Tell it. */
    record Tell() implements Answer {}

    /** Somebody else has told it. */
    record Told() implements Answer {}

    /**
     * Not now; ask again at the next check.
     *
     * @param by what keeps it from being told, in words
     */
    record Hold(String by) implements Answer {}

    /** Nothing keeps anything from being told. */
    Gate OPEN = (incident, sequence) -> new Tell();

    /**
     * Whether an incident that nobody was told of may be told.
     *
     * @param sequence what the event would have
     */
    Answer ask(Incident incident, long sequence);

    /**
     * What keeps all that is to be said about a monitor, reminders included, from being said; null
     * if nothing does.
     */
    default @Nullable String silence(Incident incident) {
        return null;
    }

    /**
     * The incident is over: it is told no more.
     *
     * @return whether somebody else had told it
     */
    default boolean closed(UUID incident) {
        return false;
    }
}
