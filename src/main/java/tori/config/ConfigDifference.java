package tori.config;

import tori.model.MonitorId;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a reload has to swap.
 *
 * @param http whether the gate changed, or how to find out whether the own network works
 * @param store whether the store changed
 * @param server whether the server changed, came or went
 * @param profiling whether the profiling settings changed
 * @param log whether the log changed
 * @param alive whether it changed who is told that tori is alive, or when
 * @param surroundings whether anything changed in what monitors depend on, or in when they may fail
 * @param messages whether anything changed in how messages look
 * @param statusPages whether anything changed in what anybody may read
 * @param destinations by name
 * @param monitors by id
 */
public record ConfigDifference(
        boolean http,
        boolean store,
        boolean server,
        boolean profiling,
        boolean log,
        boolean alive,
        boolean surroundings,
        boolean messages,
        boolean statusPages,
        Changes<String> destinations,
        Changes<MonitorId> monitors) {

    /**
     * What became of named things. Unchanged ones are in no set.
     *
     * @param added in the new configuration only
     * @param removed in the old configuration only
     * @param changed in both, and not equal
     */
    public record Changes<K>(Set<K> added, Set<K> removed, Set<K> changed) {

        /** Whether nothing changed. */
        public boolean isEmpty() {
            return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
        }

        static <K, V> Changes<K> between(Map<K, V> before, Map<K, V> after) {
            Set<K> added = new LinkedHashSet<>(after.keySet());
            added.removeAll(before.keySet());
            Set<K> removed = new LinkedHashSet<>(before.keySet());
            removed.removeAll(after.keySet());
            Set<K> changed = new LinkedHashSet<>(after.keySet());
            changed.retainAll(before.keySet());
            changed.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
            return new Changes<>(added, removed, changed);
        }
    }

    /** Compares what two configurations mean. */
    public static ConfigDifference between(Config before, Config after) {
        return new ConfigDifference(
                !before.http().equals(after.http())
                        || !before.connectivity().equals(after.connectivity()),
                !before.store().equals(after.store()),
                !Objects.equals(before.server(), after.server()),
                !before.profiling().equals(after.profiling()),
                !before.log().equals(after.log()),
                !Objects.equals(before.alive(), after.alive()),
                !before.surroundings().equals(after.surroundings()),
                !before.messages().equals(after.messages()),
                !before.statusPages().equals(after.statusPages()),
                Changes.between(before.destinations(), after.destinations()),
                Changes.between(byId(before), byId(after)));
    }

    /** Whether both mean the same. */
    public boolean isEmpty() {
        return !http
                && !store
                && !server
                && !profiling
                && !log
                && !alive
                && !surroundings
                && !messages
                && !statusPages
                && destinations.isEmpty()
                && monitors.isEmpty();
    }

    private static Map<MonitorId, MonitorConfig> byId(Config config) {
        Map<MonitorId, MonitorConfig> monitors = new LinkedHashMap<>();
        config.monitors().forEach(monitor -> monitors.put(monitor.id(), monitor));
        return monitors;
    }
}
