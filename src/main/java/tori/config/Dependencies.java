package tori.config;

import tori.model.MonitorId;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What monitors depend on: collected one by one, then checked. Used by the loading thread, once per
 * file.
 */
final class Dependencies {

    private final Report report;
    private final OtherMonitors others;
    private final Map<MonitorId, List<Located<MonitorId>>> written = new LinkedHashMap<>();
    private final Set<MonitorId> wrong = new HashSet<>();

    Dependencies(Report report, OtherMonitors others) {
        this.report = report;
        this.others = others;
    }

    /** There is a monitor of this name, but something else is wrong with it. */
    void wrong(MonitorId monitor) {
        wrong.add(monitor);
    }

    /** A monitor depends on these. */
    void add(MonitorId monitor, List<Located<MonitorId>> parents) {
        if (!parents.isEmpty()) {
            written.put(monitor, parents);
        }
    }

    /** What each depends on, as far as there is nothing wrong with it. */
    Map<MonitorId, Set<MonitorId>> resolve(List<MonitorConfig> monitors) {
        Map<MonitorId, MonitorConfig> known = new LinkedHashMap<>();
        monitors.forEach(monitor -> known.put(monitor.id(), monitor));
        Map<MonitorId, Set<MonitorId>> parents = new LinkedHashMap<>();
        written.forEach((monitor, names) -> {
            Set<MonitorId> checked = new LinkedHashSet<>();
            for (Located<MonitorId> name : names) {
                if (isParent(name, known)) {
                    checked.add(name.value());
                }
            }
            parents.put(monitor, checked);
        });
        written.forEach((monitor, names) ->
                names.forEach(name -> {
                    List<MonitorId> way = way(name.value(), monitor, parents);
                    if (!way.isEmpty()) {
                        report.problem(
                                name.place(),
                                "closes a circle: "
                                        + monitor
                                        + " → "
                                        + String.join(
                                                " → ",
                                                way.stream().map(MonitorId::toString).toList())
                                        + "; remove one of these dependencies");
                    }
                }));
        return parents;
    }

    private OtherMonitors.Kind kind(MonitorId name, Map<MonitorId, MonitorConfig> known) {
        MonitorConfig monitor = known.get(name);
        if (monitor == null) {
            return others.kind(name);
        }
        return monitor.kind() instanceof UptimeConfig
                ? OtherMonitors.Kind.CHECK
                : OtherMonitors.Kind.STORE;
    }

    private boolean isParent(Located<MonitorId> name, Map<MonitorId, MonitorConfig> known) {
        OtherMonitors.Kind kind = kind(name.value(), known);
        if (kind == OtherMonitors.Kind.NONE && wrong.contains(name.value())) {
            return false;
        }
        if (kind == OtherMonitors.Kind.NONE) {
            report.problem(
                    name.place(),
                    Masking.quoted(name.value().toString())
                            + " is no monitor; name one there is as site/monitor");
            return false;
        }
        if (kind == OtherMonitors.Kind.STORE) {
            report.problem(
                    name.place(),
                    Masking.quoted(name.value().toString())
                            + " watches a store and has no incidents; name a monitor that checks"
                            + " whether something works");
            return false;
        }
        return true;
    }

    /** The monitors on the way from one to another, both included; empty if there is none. */
    private List<MonitorId> way(
            MonitorId from, MonitorId to, Map<MonitorId, Set<MonitorId>> parents) {
        Map<MonitorId, MonitorId> cameFrom = new LinkedHashMap<>();
        Set<MonitorId> seen = new HashSet<>(Set.of(from));
        Deque<MonitorId> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            MonitorId at = next.remove();
            if (at.equals(to)) {
                List<MonitorId> way = new ArrayList<>(List.of(at));
                while (cameFrom.containsKey(way.getFirst())) {
                    way.addFirst(cameFrom.get(way.getFirst()));
                }
                return way;
            }
            for (MonitorId parent : parents.getOrDefault(at, others.parents(at))) {
                if (seen.add(parent)) {
                    cameFrom.put(parent, at);
                    next.add(parent);
                }
            }
        }
        return List.of();
    }
}
