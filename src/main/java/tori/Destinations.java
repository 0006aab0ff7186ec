package tori;

import org.jspecify.annotations.Nullable;

import tori.config.NotifyConfig;
import tori.config.RouteConfig;
import tori.delivery.Outbox;
import tori.dispatch.DispatchQueue;
import tori.dispatch.FreshestLanes;
import tori.dispatch.WindowGauge;
import tori.model.Event;
import tori.telemetry.Meters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * The destinations in force, by name, each with its two lanes. Changed under the reload's lock
 * only; the sinks it hands out are used by every poll.
 */
final class Destinations {

    private final FreshestLanes lanes;
    private final Outbox outbox;
    private final RecentEvents recent;
    private final Meters meters;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    /** As the configuration orders them. */
    private volatile List<String> names = List.of();

    Destinations(FreshestLanes lanes, Outbox outbox, RecentEvents recent, Meters meters) {
        this.lanes = lanes;
        this.outbox = outbox;
        this.recent = recent;
        this.meters = meters;
    }

    /** Opens what is new and gives what changed its new sender; what waits there stays. */
    void open(PreparedDestinations prepared, List<String> order) {
        prepared.byName()
                .forEach((name, destination) -> {
                    Route route = routes.get(name);
                    if (route == null) {
                        add(name, destination);
                    } else {
                        lanes.replace(name, destination.sender(), destination.freshest());
                        outbox.replace(name, destination.guaranteed());
                        route.settings(destination.delivery());
                        route.amending().sender(destination.sender());
                    }
                });
        names = List.copyOf(order);
    }

    private void add(String name, PreparedDestinations.Prepared destination) {
        DispatchQueue queue = lanes.add(name, destination.sender(), destination.freshest());
        Amending amending = new Amending(name, queue.whenIdle(), destination.sender(), meters);
        Route route = new Route(name, queue, amending, destination.delivery());
        routes.put(name, route);
        outbox.add(name, route.queue(), destination.guaranteed());
    }

    /** Closes what no monitor names any more; what is owed there stays in the store. */
    void close(Iterable<String> removed) {
        for (String name : removed) {
            if (routes.remove(name) != null) {
                outbox.remove(name);
                lanes.remove(name);
            }
        }
    }

    /** The names, in the configuration's order. Any thread. */
    List<String> names() {
        return names;
    }

    /**
     * Who can be told that something is wrong with this one: a healthy other, its failover before
     * the rest, and those to avoid only if there are no others; null if there is none. Any thread.
     */
    @Nullable String instead(String name, Set<String> avoid) {
        Route route = routes.get(name);
        List<String> others = new ArrayList<>(route == null ? List.of() : route.failover());
        others.addAll(names);
        others.removeIf(other -> other.equals(name) || !outbox.isHealthy(other));
        return others.stream()
                .filter(other -> !avoid.contains(other))
                .findFirst()
                .or(() -> others.stream().findFirst())
                .orElse(null);
    }

    /** Who stands in for a destination, in this order. Any thread. */
    List<String> failover(String name) {
        Route route = routes.get(name);
        return route == null ? List.of() : route.failover();
    }

    /** Where the events go of monitors that tell these. */
    FanOut sink(NotifyConfig notify) {
        List<FanOut.Told> told = new ArrayList<>();
        for (RouteConfig config : notify.routes()) {
            Route route = routes.get(config.destination());
            if (route != null) {
                told.add(new FanOut.Told(route, new EventChoice(config)));
            }
        }
        return new FanOut(told, this::insteadOf, recent);
    }

    /** Puts these into a destination's freshest lane, whatever monitors tell it. */
    void tellFresh(String name, List<Event> oldestFirst) {
        Route route = routes.get(name);
        if (route != null) {
            oldestFirst.forEach(route.queue()::accept);
        }
    }

    /** The route itself, or the first healthy of its failovers while it is unhealthy. */
    private Route insteadOf(Route route) {
        Route other = isHealthy(route) ? null : standIn(route);
        return other == null ? route : other;
    }

    private @Nullable Route standIn(Route route) {
        for (String name : route.failover()) {
            Route other = routes.get(name);
            if (other != null && isHealthy(other)) {
                return other;
            }
        }
        return null;
    }

    /** On both lanes, as far as is known. */
    private boolean isHealthy(Route route) {
        return route.queue().isHealthy() && outbox.isHealthy(route.destination());
    }

    /** Whether one of its failovers is healthy. Any thread. */
    boolean hasStandIn(String name) {
        Route route = routes.get(name);
        return route != null && standIn(route) != null;
    }

    /**
     * Gives the freshest lane's events of a destination to the first healthy of its failovers. Any
     * thread.
     *
     * @param tells whether a destination, which comes first, is told an event anyway
     * @return false if there is none
     */
    boolean handOver(String name, List<Event> oldestFirst, BiPredicate<String, Event> tells) {
        Route route = routes.get(name);
        Route other = route == null ? null : standIn(route);
        if (other == null) {
            return false;
        }
        for (Event event : oldestFirst) {
            if (!tells.test(other.destination(), event)) {
                other.queue().accept(event);
            }
        }
        return true;
    }

    /**
     * Who can be told that a destination is gone: its failovers, those whom monitors tell beside
     * it, then anybody; a healthy one before the others, and one that calls people before a file;
     * null if there is nobody else. Any thread.
     *
     * @param notified whom monitors tell
     * @param calls whether a destination of this name calls people
     */
    @Nullable String witness(
            String name, Collection<NotifyConfig> notified, Predicate<String> calls) {
        Route route = routes.get(name);
        Set<String> others = new LinkedHashSet<>(route == null ? List.of() : route.failover());
        for (NotifyConfig each : notified) {
            List<String> beside = each.destinations();
            if (beside.contains(name)) {
                others.addAll(beside);
            }
        }
        others.addAll(names);
        others.remove(name);
        others.removeIf(each -> routes.get(each) == null);
        Predicate<String> healthy =
                each -> {
                    Route other = routes.get(each);
                    return other != null && isHealthy(other);
                };
        for (Predicate<String> wanted : List.of(healthy.and(calls), healthy, calls)) {
            for (String each : others) {
                if (wanted.test(each)) {
                    return each;
                }
            }
        }
        return others.isEmpty() ? null : others.iterator().next();
    }

    /** About how many events wait in a destination's freshest lane. Any thread. */
    int waiting(String name) {
        Route route = routes.get(name);
        return route == null ? 0 : route.queue().depth();
    }

    /** How much of the limits of a destination was used of late. Any thread. */
    List<WindowGauge.Reading> limits(String name, long nowNanos) {
        Route route = routes.get(name);
        return route == null
                ? List.of()
                : route.queue().limits().stream().map(gauge -> gauge.read(nowNanos)).toList();
    }

    /** Whether a destination's freshest lane is, as far as is known. Any thread. */
    boolean isHealthyFresh(String name) {
        Route route = routes.get(name);
        return route == null || route.queue().isHealthy();
    }

    /** Sends what waits, within the bound; returns what was left unsent by destination. */
    Map<String, Integer> drain(Duration bound) throws InterruptedException {
        return lanes.drainAndStop(bound);
    }
}
