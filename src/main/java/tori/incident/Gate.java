package tori.incident;

import org.jspecify.annotations.Nullable;

import tori.model.Incident;

import java.time.Instant;

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
    Gate OPEN =
            new Gate() {
                @Override
                public Answer ask(Incident incident, long sequence) {
                    return new Tell();
                }
            };

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

    /** Whether there is anybody who is told this of an incident. */
    default boolean isHeard(Incident incident, Step.Kind kind) {
        return true;
    }

    /** What is to be said of the end of an incident. */
    enum Ending {
        /** Nobody else has said anything of it, nor will. */
        OWN,
        /** Somebody else has told that it opened. */
        TOLD,
        /** Somebody else is about to tell it together with its end: it stays open until then. */
        LATER
    }

    /**
     * What works again may be over.
     *
     * @param sequence what its next event would have
     * @param now when that was seen
     */
    default Ending ending(Incident incident, long sequence, Instant now) {
        return Ending.OWN;
    }

    /**
     * Its monitor is watched no more: what waits to be told is told by whoever asks.
     *
     * @return what is to be said of its end; {@link Ending#LATER} where it waited
     */
    default Ending leave(Incident incident) {
        return Ending.OWN;
    }

    /**
     * When an incident ended of which somebody else has told both that it opened and that it is
     * over; null if nobody has.
     */
    default @Nullable Instant toldOver(Incident incident) {
        return null;
    }
}
