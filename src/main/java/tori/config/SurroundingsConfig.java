package tori.config;

import tori.model.MonitorId;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What bears on incidents from outside a monitor.
 *
 * @param parents what each monitor depends on; without cycles
 * @param maintenance when something may fail
 */
public record SurroundingsConfig(
        Map<MonitorId, Set<MonitorId>> parents, List<MaintenanceConfig> maintenance) {

    /** Nothing does. */
    public static final SurroundingsConfig NONE = new SurroundingsConfig(Map.of(), List.of());

    public SurroundingsConfig {
        parents = Map.copyOf(parents);
        maintenance = List.copyOf(maintenance);
    }
}
