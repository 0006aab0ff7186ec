package tori.delivery;

import tori.model.Departure;
import tori.model.Departures;

import java.util.ArrayList;
import java.util.List;

/** Departures that leave when a test says so. Not thread-safe. */
final class ManualDepartures implements Departures {

    private final List<Departure> waiting = new ArrayList<>();
    private boolean closed;
    private int requests;

    @Override
    public void request(Departure departure) {
        requests++;
        if (closed) {
            departure.turnedAway("closed");
        } else {
            waiting.add(departure);
        }
    }

    /** How many wait. */
    int size() {
        return waiting.size();
    }

    /** How many were ever asked for. */
    int requests() {
        return requests;
    }

    /** Takes out the one at this place. */
    Departure take(int index) {
        return waiting.remove(index);
    }

    /** Turns away whatever waits or comes. */
    void close() {
        closed = true;
        while (!waiting.isEmpty()) {
            take(0).turnedAway("closed");
        }
    }

    /** Lets departures wait again. */
    void open() {
        closed = false;
    }
}
