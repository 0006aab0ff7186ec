package tori.model;

/**
 * Where requests to one destination are let go, one permit each, beside whatever else is sent
 * there. Thread-safe.
 */
@FunctionalInterface
public interface Departures {

    /**
     * Asks for one request. Never blocks; the caller bounds how many of its requests wait here.
     * Exactly one of the departure's methods is called, sooner or later.
     */
    void request(Departure departure);
}
