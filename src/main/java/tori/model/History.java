package tori.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be written into the record of incidents together with a monitor's state.
 *
 * @param transitions in the order in which they happened
 * @param incidents as they are now, the latest form of each last
 */
public record History(List<Transition> transitions, List<Incident> incidents) {

    /** Nothing happened. */
    public static final History NONE = new History(List.of(), List.of());

    public History {
        transitions = List.copyOf(transitions);
        incidents = List.copyOf(incidents);
    }

    /** Whether nothing happened. */
    public boolean isEmpty() {
        return transitions.isEmpty() && incidents.isEmpty();
    }

    /** How many rows it takes. */
    public int rows() {
        return transitions.size() + incidents.size();
    }

    /** This, and then that. */
    public History then(History later) {
        if (later.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return later;
        }
        List<Transition> allTransitions = new ArrayList<>(transitions);
        allTransitions.addAll(later.transitions);
        List<Incident> allIncidents = new ArrayList<>(incidents);
        allIncidents.addAll(later.incidents);
        return new History(allTransitions, allIncidents);
    }
}
