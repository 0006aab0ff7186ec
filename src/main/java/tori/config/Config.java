package tori.config;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A valid configuration with all inheritance applied; immutable, any thread. Two of them are equal
 * when they mean the same, however they are written.
 *
 * @param http the gate in front of all polls
 * @param connectivity how to find out whether the own network works
 * @param destinations by name, in the file's order
 * @param store where state is kept
 * @param server the HTTP server; null for none
 * @param profiling where captures go
 * @param log how the log is written
 * @param monitors of all sites, in the file's order, disabled ones included
 * @param alive who is told now and then that tori is alive; null for nobody
 * @param surroundings what bears on incidents from outside a monitor
 * @param messages how messages about a monitor's events look, where the file says so
 * @param statusPages pages that anybody may read
 */
public record Config(
        HttpConfig http,
        ConnectivityConfig connectivity,
        Map<String, DestinationConfig> destinations,
        StoreConfig store,
        @Nullable ServerConfig server,
        ProfilingConfig profiling,
        LogConfig log,
        List<MonitorConfig> monitors,
        @Nullable AliveConfig alive,
        SurroundingsConfig surroundings,
        Map<MonitorId, MessageConfig> messages,
        List<StatusPageConfig> statusPages) {

    public Config {
        destinations = Collections.unmodifiableMap(new LinkedHashMap<>(destinations));
        monitors = List.copyOf(monitors);
        messages = Map.copyOf(messages);
        statusPages = List.copyOf(statusPages);
    }

    /** The same, and what was added to it. */
    public Config with(List<AddedMonitor> added) {
        if (added.isEmpty()) {
            return this;
        }
        List<MonitorConfig> all = new ArrayList<>(monitors);
        Map<MonitorId, Set<MonitorId>> parents = new LinkedHashMap<>(surroundings.parents());
        Map<MonitorId, MessageConfig> styles = new LinkedHashMap<>(messages);
        for (AddedMonitor one : added) {
            all.add(one.config());
            if (!one.parents().isEmpty()) {
                parents.put(one.config().id(), one.parents());
            }
            if (!one.message().equals(MessageConfig.STANDARD)) {
                styles.put(one.config().id(), one.message());
            }
        }
        return new Config(
                http,
                connectivity,
                destinations,
                store,
                server,
                profiling,
                log,
                all,
                alive,
                new SurroundingsConfig(parents, surroundings.maintenance()),
                styles,
                statusPages);
    }

    /** One that tells nobody that tori is alive, and of which nothing depends on anything. */
    public Config(
            HttpConfig http,
            ConnectivityConfig connectivity,
            Map<String, DestinationConfig> destinations,
            StoreConfig store,
            @Nullable ServerConfig server,
            ProfilingConfig profiling,
            LogConfig log,
            List<MonitorConfig> monitors,
            Map<MonitorId, MessageConfig> messages) {
        this(
                http,
                connectivity,
                destinations,
                store,
                server,
                profiling,
                log,
                monitors,
                null,
                SurroundingsConfig.NONE,
                messages,
                List.of());
    }
}
