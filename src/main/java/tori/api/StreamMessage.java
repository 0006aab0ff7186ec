package tori.api;

import tori.model.Event;

/** What readers of a live stream are told. Immutable. */
sealed interface StreamMessage {

    /** An event was raised. */
    record Raised(Event event) implements StreamMessage {}

    /** Monitors stand otherwise than before. */
    record Moved(StateChanges.Difference difference) implements StreamMessage {}

    /** There is nothing more to tell. */
    enum End implements StreamMessage {
        /** The only one. */
        END
    }
}
