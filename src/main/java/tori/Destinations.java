package tori;

import tori.config.DestinationConfig;
import tori.dispatch.DispatchQueue;
import tori.dispatch.FreshestLanes;
import tori.dispatch.LaneSettings;
import tori.model.Event;
import tori.model.EventSink;
import tori.model.Sender;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The destinations in force: their lanes by name. Changed under the reload's lock only; the sinks
 * it hands out are used by every poll.
 */
final class Destinations {

    private final FreshestLanes lanes;
    private final SenderFactory senders;
    private final RecentEvents recent;
    private final Map<String, DispatchQueue> queues = new LinkedHashMap<>();

    Destinations(FreshestLanes lanes, SenderFactory senders, RecentEvents recent) {
        this.lanes = lanes;
        this.senders = senders;
        this.recent = recent;
    }

    /** A destination's new sender and settings, not in use yet. */
    record Prepared(Sender sender, LaneSettings settings) {}

    /**
     * Makes the senders of the named destinations, without using them: a setting that a sender
     * refuses is found before anything is swapped.
     *
     * @throws IllegalArgumentException with a sentence
     */
    Map<String, Prepared> prepare(Map<String, DestinationConfig> configs, Set<String> names) {
        Map<String, Prepared> prepared = new LinkedHashMap<>();
        configs.forEach((name, config) -> {
            if (names.contains(name)) {
                prepared.put(name, prepare(name, config));
            }
        });
        return prepared;
    }

    private Prepared prepare(String name, DestinationConfig config) {
        try {
            return new Prepared(senders.sender(config), SenderFactory.lane(config.delivery()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("destinations." + name + ": " + e.getMessage(), e);
        }
    }

    /** Opens what is new and gives what changed its new sender; what waits there stays. */
    void open(Map<String, Prepared> prepared) {
        prepared.forEach((name, destination) -> {
            if (queues.containsKey(name)) {
                lanes.replace(name, destination.sender(), destination.settings());
            } else {
                queues.put(name, lanes.add(name, destination.sender(), destination.settings()));
            }
        });
    }

    /** Closes what no monitor names any more. */
    void close(Iterable<String> names) {
        for (String name : names) {
            if (queues.remove(name) != null) {
                lanes.remove(name);
            }
        }
    }

    /** Where a monitor's events go that notifies these destinations. */
    EventSink sink(List<String> names) {
        List<DispatchQueue> targets = names.stream().map(queues::get).toList();
        return new FanOut(targets, recent);
    }

    /** Hands a monitor's events to each of its destinations; runs on the monitor's thread. */
    private record FanOut(List<DispatchQueue> targets, RecentEvents recent) implements EventSink {

        @Override
        public void accept(Event event) {
            acceptAll(List.of(event));
        }

        @Override
        public void acceptAll(List<Event> events) {
            if (events.isEmpty()) {
                return;
            }
            for (DispatchQueue target : targets) {
                target.acceptAll(events);
            }
            events.forEach(recent::add);
        }
    }

    /** Sends what waits, within the bound; returns what was left unsent by destination. */
    Map<String, Integer> drain(Duration bound) throws InterruptedException {
        return lanes.drainAndStop(bound);
    }
}
