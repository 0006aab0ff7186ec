package tori.config;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        Map<MonitorId, MessageConfig> messages) {

    public Config {
        destinations = Collections.unmodifiableMap(new LinkedHashMap<>(destinations));
        monitors = List.copyOf(monitors);
        messages = Map.copyOf(messages);
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
                messages);
    }
}
