package tori.incident;

import tori.model.History;
import tori.model.Incident;

import java.util.List;

/**
 * What follows from one check.
 *
 * @param standing how the monitor stands now
 * @param told what is to be told, in this order
 * @param history what is to be written down about it
 * @param remembered whether the standing has to be written down: nothing else has happened if not
 */
public record Step(Standing standing, List<Told> told, History history, boolean remembered) {

    public Step {
        told = List.copyOf(told);
    }

    /** What happened to an incident that people are told of. */
    public enum Kind {
        /** It opened. */
        OPENED,
        /** It goes on. */
        REMINDED,
        /** It closed. */
        CLOSED,
        /** It is over as its monitor is watched no more. */
        UNWATCHED
    }

    /**
     * One message.
     *
     * @param incident as it is now
     * @param sequence of its event
     */
    public record Told(Kind kind, Incident incident, long sequence) {}
}
