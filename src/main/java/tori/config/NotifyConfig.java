package tori.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom a monitor tells what.
 *
 * @param routes one for each destination, in the order in which they were first named
 */
public record NotifyConfig(List<RouteConfig> routes) {

    public NotifyConfig {
        routes = List.copyOf(routes);
    }

    /** Tells these destinations everything; each is named once. */
    public static NotifyConfig everything(List<String> destinations) {
        return new NotifyConfig(
                destinations.stream().map(name -> new RouteConfig(name, List.of())).toList());
    }

    /** The destinations' names. */
    public List<String> destinations() {
        return routes.stream().map(RouteConfig::destination).toList();
    }

    /** Whether there is somebody who is told whatever happens. */
    boolean tellsSomebodyEverything() {
        return routes.stream().anyMatch(route -> route.selections().isEmpty());
    }

    /** A destination that several entries name is told what any of them selects. */
    static NotifyConfig of(List<Located<NotifyEntry>> entries) {
        Map<String, List<SelectionConfig>> selections = new LinkedHashMap<>();
        for (Located<NotifyEntry> entry : entries) {
            for (Located<String> name : entry.value().to()) {
                selections
                        .computeIfAbsent(name.value(), key -> new ArrayList<>())
                        .add(entry.value().selection());
            }
        }
        List<RouteConfig> routes = new ArrayList<>();
        selections.forEach((name, any) ->
                routes.add(
                        new RouteConfig(
                                name,
                                any.stream().anyMatch(SelectionConfig::isAll)
                                        ? List.of()
                                        : any.stream().distinct().toList())));
        return new NotifyConfig(routes);
    }
}
