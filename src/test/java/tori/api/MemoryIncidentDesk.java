package tori.api;

import org.jspecify.annotations.Nullable;

import tori.incident.IncidentStore.Scope;
import tori.incident.IncidentStore.Selection;
import tori.model.Incident;
import tori.model.Transition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Incidents in memory. Used by one test and the requests it makes, one after the other. */
final class MemoryIncidentDesk implements IncidentDesk {

    final List<Incident> incidents = new ArrayList<>();
    final List<Transition> timeline = new ArrayList<>();
    final List<UUID> acknowledged = new ArrayList<>();

    @Override
    public Page list(Selection selection, int limit, int offset) {
        List<Incident> wanted =
                incidents.stream()
                        .filter(incident ->
                                selection == Selection.ALL
                                        || (incident.closedAt() == null)
                                                == (selection == Selection.OPEN))
                        .toList();
        return new Page(wanted.stream().skip(offset).limit(limit).toList(), wanted.size());
    }

    @Override
    public Page list(Scope scope, Selection selection, int limit, int offset) {
        List<Incident> wanted =
                list(selection, Integer.MAX_VALUE, 0).rows().stream()
                        .filter(incident -> isOf(scope, incident))
                        .toList();
        return new Page(wanted.stream().skip(offset).limit(limit).toList(), wanted.size());
    }

    private static boolean isOf(Scope scope, Incident incident) {
        Instant closed = incident.closedAt();
        return incident.monitor().site().equals(scope.site())
                && (scope.monitor() == null || incident.monitor().monitor().equals(scope.monitor()))
                && (scope.since() == null || closed == null || !closed.isBefore(scope.since()));
    }

    @Override
    public @Nullable Detail detail(UUID id) {
        return incidents.stream()
                .filter(incident -> incident.id().equals(id))
                .findFirst()
                .map(incident -> new Detail(incident, timeline))
                .orElse(null);
    }

    @Override
    public @Nullable Incident acknowledge(UUID id) {
        Detail found = detail(id);
        if (found == null || found.incident().closedAt() != null) {
            return null;
        }
        acknowledged.add(id);
        return found.incident();
    }
}
