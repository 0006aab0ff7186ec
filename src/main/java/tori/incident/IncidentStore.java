package tori.incident;

import org.jspecify.annotations.Nullable;

import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Transition;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The record of incidents, written together with the monitors' states. Thread-safe; every call
 * blocks for the disk, within a bound.
 *
 * <p>What was recorded and is not written yet is not seen here.
 */
public interface IncidentStore {

    /** Which incidents are asked for. */
    enum Selection {
        /** All. */
        ALL,
        /** Those that go on. */
        OPEN,
        /** Those that are over. */
        CLOSED
    }

    /**
     * Whose incidents are asked for.
     *
     * @param site of whose monitors
     * @param monitor of this one alone; null for all of the site
     * @param since those that go on, or were over then or later; null for any
     */
    record Scope(String site, @Nullable String monitor, @Nullable Instant since) {

        /** All of a site. */
        public static Scope of(String site) {
            return new Scope(site, null, null);
        }
    }

    /**
     * The monitor's open incident; null if there is none.
     *
     * @throws IOException with a sentence for the user
     */
    @Nullable Incident open(MonitorId monitor) throws IOException, InterruptedException;

    /**
     * Incidents, those opened last first.
     *
     * @param limit at most this many, at least 1
     * @param offset how many to leave out
     * @throws IOException with a sentence for the user
     */
    List<Incident> incidents(Selection selection, int limit, int offset)
            throws IOException, InterruptedException;

    /**
     * How many incidents there are.
     *
     * @throws IOException with a sentence for the user
     */
    long count(Selection selection) throws IOException, InterruptedException;

    /**
     * Some of them, those opened last first.
     *
     * @param limit at most this many, at least 1
     * @param offset how many to leave out
     * @throws IOException with a sentence for the user
     */
    List<Incident> incidents(Scope scope, Selection selection, int limit, int offset)
            throws IOException, InterruptedException;

    /**
     * How many there are of some of them.
     *
     * @throws IOException with a sentence for the user
     */
    long count(Scope scope, Selection selection) throws IOException, InterruptedException;

    /**
     * An incident's; null if there is none of this id.
     *
     * @throws IOException with a sentence for the user
     */
    @Nullable Incident incident(UUID id) throws IOException, InterruptedException;

    /**
     * The changes of condition that belong to an incident, oldest first.
     *
     * @param limit at most this many, at least 1
     * @throws IOException with a sentence for the user
     */
    List<Transition> timeline(UUID incident, int limit) throws IOException, InterruptedException;
}
