package tori.delivery;

import tori.model.Departures;

/**
 * A way to a destination as it is configured at present; another configuration is another route,
 * with a health of its own, so that what a former sender brings back says nothing about the new
 * one. Immutable but for the health; any thread.
 */
final class Route {

    private final String destination;
    private final Departures departures;
    private final LaneTerms terms;
    private final Health health;

    Route(String destination, Departures departures, LaneTerms terms, Health health) {
        this.destination = destination;
        this.departures = departures;
        this.terms = terms;
        this.health = health;
    }

    String destination() {
        return destination;
    }

    Departures departures() {
        return departures;
    }

    LaneTerms terms() {
        return terms;
    }

    Health health() {
        return health;
    }

    /** The same way under other terms, of whose health nothing is known. */
    Route replaced(LaneTerms newTerms, Health newHealth) {
        return new Route(destination, departures, newTerms, newHealth);
    }
}
