package tori.config;

import tori.model.MonitorId;

import java.util.Set;

/**
 * A valid monitor that was added while tori runs, with what it inherits from the file. Immutable.
 *
 * @param parents what it depends on
 * @param message how messages about its events look
 */
public record AddedMonitor(MonitorConfig config, Set<MonitorId> parents, MessageConfig message) {

    public AddedMonitor {
        parents = Set.copyOf(parents);
    }
}
