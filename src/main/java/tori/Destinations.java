package tori;

import org.jspecify.annotations.Nullable;

import tori.config.DeliveryConfig;
import tori.config.DestinationConfig;
import tori.delivery.LaneTerms;
import tori.delivery.Outbox;
import tori.dispatch.FreshestLanes;
import tori.dispatch.LaneSettings;
import tori.model.EventSink;
import tori.model.Sender;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The destinations in force, by name, each with its two lanes. Changed under the reload's lock
 * only; the sinks it hands out are used by every poll.
 */
final class Destinations {

    private final FreshestLanes lanes;
    private final Outbox outbox;
    private final SenderFactory senders;
    private final RecentEvents recent;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    /** As the configuration orders them. */
    private volatile List<String> names = List.of();

    Destinations(FreshestLanes lanes, Outbox outbox, SenderFactory senders, RecentEvents recent) {
        this.lanes = lanes;
        this.outbox = outbox;
        this.senders = senders;
        this.recent = recent;
    }

    /** A destination's new sender and settings, not in use yet. */
    record Prepared(Sender sender, DeliveryConfig delivery) {

        LaneSettings freshest() {
            return SenderFactory.lane(delivery);
        }

        LaneTerms guaranteed() {
            return new LaneTerms(sender.maxBatch(), sender.maxInFlight(), delivery.failover());
        }
    }

    /**
     * Makes the senders of the named destinations, without using them: a setting that a sender
     * refuses is found before anything is swapped.
     *
     * @throws IllegalArgumentException with a sentence
     */
    Map<String, Prepared> prepare(Map<String, DestinationConfig> configs, Set<String> wanted) {
        Map<String, Prepared> prepared = new LinkedHashMap<>();
        configs.forEach((name, config) -> {
            if (wanted.contains(name)) {
                prepared.put(name, prepare(name, config));
            }
        });
        return prepared;
    }

    private Prepared prepare(String name, DestinationConfig config) {
        try {
            return new Prepared(senders.sender(config), config.delivery());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("destinations." + name + ": " + e.getMessage(), e);
        }
    }

    /** Opens what is new and gives what changed its new sender; what waits there stays. */
    void open(Map<String, Prepared> prepared, List<String> order) {
        prepared.forEach((name, destination) -> {
            Route route = routes.get(name);
            if (route == null) {
                add(name, destination);
            } else {
                lanes.replace(name, destination.sender(), destination.freshest());
                outbox.replace(name, destination.guaranteed());
                route.settings(destination.delivery());
            }
        });
        names = List.copyOf(order);
    }

    private void add(String name, Prepared destination) {
        Route route =
                new Route(
                        name,
                        lanes.add(name, destination.sender(), destination.freshest()),
                        destination.delivery());
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

    /** Where a monitor's events go that notifies these destinations. */
    EventSink sink(List<String> targets) {
        return new FanOut(targets.stream().map(routes::get).toList(), this::instead, recent);
    }

    /** The route itself, or the first healthy of its failovers while it is unhealthy. */
    private Route instead(Route route) {
        if (isHealthy(route)) {
            return route;
        }
        for (String name : route.failover()) {
            Route other = routes.get(name);
            if (other != null && isHealthy(other)) {
                return other;
            }
        }
        return route;
    }

    private boolean isHealthy(Route route) {
        return outbox.isHealthy(route.destination());
    }

    /** Sends what waits, within the bound; returns what was left unsent by destination. */
    Map<String, Integer> drain(Duration bound) throws InterruptedException {
        return lanes.drainAndStop(bound);
    }
}
