package tori;

import tori.model.Event;
import tori.model.EventSink;
import tori.model.Owed;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Hands a monitor's events to each of its destinations, by the lane each asks for; runs on the
 * monitor's thread.
 *
 * @param routes where to
 * @param instead who takes the freshest lane's events of a route now: itself, or a failover
 * @param recent takes note of all
 */
record FanOut(List<Route> routes, Function<Route, Route> instead, RecentEvents recent)
        implements EventSink {

    @Override
    public void accept(Event event) {
        acceptAll(List.of(event));
    }

    @Override
    public void acceptAll(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        for (Route route : routes) {
            List<Event> freshest = freshest(route, events);
            if (!freshest.isEmpty()) {
                instead.apply(route).queue().acceptAll(freshest);
            }
        }
        events.forEach(recent::add);
    }

    /** Mostly all of them or none: then nothing is copied. */
    private static List<Event> freshest(Route route, List<Event> events) {
        if (route.owesAll()) {
            return List.of();
        }
        for (Event event : events) {
            if (route.owes(event.type())) {
                return events.stream().filter(each -> !route.owes(each.type())).toList();
            }
        }
        return events;
    }

    @Override
    public List<Owed> owed(List<Event> events) {
        List<Owed> owed = new ArrayList<>();
        for (Event event : events) {
            for (Route route : routes) {
                if (route.owes(event.type())) {
                    owed.add(new Owed(route.destination(), event));
                }
            }
        }
        return owed;
    }

    @Override
    public boolean owes() {
        return routes.stream().anyMatch(Route::owesAll);
    }
}
