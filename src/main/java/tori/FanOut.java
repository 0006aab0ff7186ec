package tori;

import org.jspecify.annotations.Nullable;

import tori.dispatch.DispatchQueue;
import tori.dispatch.Fate;
import tori.model.Ending;
import tori.model.Event;
import tori.model.EventSink;
import tori.model.Owed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Hands a monitor's events to each of its destinations, by the lane each asks for; runs on the
 * monitor's thread. Monitors that tell the same share it.
 */
final class FanOut implements EventSink {

    /**
     * One destination.
     *
     * @param route the way there
     * @param choice what it is told
     */
    record Told(Route route, EventChoice choice) {

        boolean isTold(Event event) {
            return choice.wants(event);
        }

        /** Whether it is told this without writing it down before. */
        boolean isToldFresh(Event event) {
            return !route.owes(event.type()) && choice.wants(event);
        }
    }

    private static final String STANDS_IN = "in the place of another destination";

    private final Function<Route, Route> instead;
    private final RecentEvents recent;
    private final List<Told> told;

    /**
     * @param told whom, and what of it
     * @param instead who takes the freshest lane's events of a route now: itself, or a failover
     * @param recent takes note of all
     */
    FanOut(List<Told> told, Function<Route, Route> instead, RecentEvents recent) {
        this.told = List.copyOf(told);
        this.instead = instead;
        this.recent = recent;
    }

    /** Who is told this event. */
    List<String> destinations(Event event) {
        return told.stream()
                .filter(each -> each.isTold(event))
                .map(each -> each.route().destination())
                .toList();
    }

    /** Whether this destination is told this event by itself. */
    boolean tells(String destination, Event event) {
        Told each = told(destination);
        return each != null && each.isTold(event);
    }

    /** The same, and without writing it down before. */
    boolean tellsFresh(String destination, Event event) {
        Told each = told(destination);
        return each != null && each.isToldFresh(event);
    }

    @Override
    public void accept(Event event) {
        acceptAll(List.of(event));
    }

    @Override
    public void acceptAll(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        long offeredNanos = recent.fates().nanoTime();
        Map<Route, Set<Event>> replaced = null;
        for (Told each : told) {
            List<Event> freshest = freshest(each, events);
            if (!freshest.isEmpty()) {
                Route taker = instead.apply(each.route());
                if (taker.equals(each.route())) {
                    taker.queue().acceptAll(freshest);
                } else {
                    replaced = replaced == null ? new LinkedHashMap<>() : replaced;
                    replaced.computeIfAbsent(taker, route -> new HashSet<>()).addAll(freshest);
                    probe(each.route().queue(), freshest.getFirst());
                }
            }
        }
        if (replaced != null) {
            replaced.forEach((taker, wanted) -> stepIn(taker, wanted, events));
        }
        events.forEach(recent::add);
        note(events, replaced, offeredNanos);
    }

    /** Once they are on their way: who was told what, and who was not. */
    private void note(
            List<Event> events, @Nullable Map<Route, Set<Event>> replaced, long offeredNanos) {
        EventFates fates = recent.fates();
        for (Event event : events) {
            fates.note(event, "", Fate.RAISED, event.seenNanos(), null);
            for (Told each : told) {
                fates.note(
                        event,
                        each.route().destination(),
                        fate(each, event, replaced),
                        offeredNanos,
                        null);
            }
        }
        if (replaced != null) {
            replaced.forEach((taker, wanted) ->
                    missing(taker, wanted, events)
                            .forEach(event ->
                                    fates.note(
                                            event,
                                            taker.destination(),
                                            Fate.QUEUED,
                                            offeredNanos,
                                            STANDS_IN)));
        }
    }

    private static Fate fate(Told each, Event event, @Nullable Map<Route, Set<Event>> replaced) {
        if (!each.isTold(event)) {
            return Fate.NOT_WANTED;
        }
        if (each.route().owes(event.type())) {
            return Fate.OWED;
        }
        boolean elsewhere =
                replaced != null
                        && !replaced.containsKey(each.route())
                        && replaced.values().stream().anyMatch(wanted -> wanted.contains(event))
                        && !each.route().queue().isHealthy();
        return elsewhere ? Fate.STOOD_IN : Fate.QUEUED;
    }

    /** Nobody is told twice because somebody else cannot be told. */
    private void stepIn(Route taker, Set<Event> wanted, List<Event> events) {
        List<Event> missing = missing(taker, wanted, events);
        if (!missing.isEmpty()) {
            taker.queue().acceptAll(missing);
        }
    }

    private List<Event> missing(Route taker, Set<Event> wanted, List<Event> events) {
        Told own = told(taker.destination());
        return events.stream()
                .filter(wanted::contains)
                .filter(event -> own == null || !own.isTold(event))
                .toList();
    }

    /** Whether the outage is over is found out with an event that somebody else has got as well. */
    private static void probe(DispatchQueue queue, Event event) {
        if (queue.tryProbe(event)) {
            queue.accept(event);
        }
    }

    private @Nullable Told told(String destination) {
        for (Told each : told) {
            if (each.route().destination().equals(destination)) {
                return each;
            }
        }
        return null;
    }

    /** Mostly all of them or none: then nothing is copied. */
    private static List<Event> freshest(Told each, List<Event> events) {
        if (each.route().owesAll()) {
            return List.of();
        }
        for (Event event : events) {
            if (!each.isToldFresh(event)) {
                return events.stream().filter(each::isToldFresh).toList();
            }
        }
        return events;
    }

    /** To each of the destinations, and to who takes over for it now. */
    @Override
    public void ended(List<Ending> endings) {
        for (Told each : told) {
            Route route = each.route();
            route.amending().ended(endings);
            Route taker = instead.apply(route);
            if (!taker.equals(route)) {
                taker.amending().ended(endings);
            }
        }
    }

    @Override
    public List<Owed> owed(List<Event> events) {
        List<Owed> owed = new ArrayList<>();
        for (Event event : events) {
            for (Told each : told) {
                if (each.route().owes(event.type()) && each.isTold(event)) {
                    owed.add(new Owed(each.route().destination(), event));
                }
            }
        }
        return owed;
    }

    @Override
    public boolean owes() {
        return told.stream().anyMatch(each -> each.route().owesAll());
    }
}
