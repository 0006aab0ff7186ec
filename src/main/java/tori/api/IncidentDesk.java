package tori.api;

import org.jspecify.annotations.Nullable;

import tori.incident.IncidentStore.Scope;
import tori.incident.IncidentStore.Selection;
import tori.model.Incident;
import tori.model.Transition;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** What people and programs may see and decide about incidents. Thread-safe. */
public interface IncidentDesk {

    /** How many incidents one page holds at most. */
    int MAX_PAGE = 500;

    /**
     * Some of the incidents that were asked for.
     *
     * @param rows those opened last first
     * @param total how many there are, those of other pages included
     */
    record Page(List<Incident> rows, long total) {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /**
     * One incident.
     *
     * @param timeline how its monitor's condition changed, oldest first
     */
    record Detail(Incident incident, List<Transition> timeline) {
        public Detail {
            timeline = List.copyOf(timeline);
        }
    }

    /**
     * Incidents, those opened last first. Blocks for the disk.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     * @param offset how many to leave out
     * @throws IOException with a sentence for the user
     */
    Page list(Selection selection, int limit, int offset) throws IOException, InterruptedException;

    /**
     * The same of some of them.
     *
     * @throws IOException with a sentence for the user
     */
    Page list(Scope scope, Selection selection, int limit, int offset)
            throws IOException, InterruptedException;

    /**
     * One with its timeline; null if there is none of this id. Blocks for the disk.
     *
     * @throws IOException with a sentence for the user
     */
    @Nullable Detail detail(UUID id) throws IOException, InterruptedException;

    /** Somebody knows of it: nobody is reminded any more. Null if none of this id is open. */
    @Nullable Incident acknowledge(UUID id);
}
