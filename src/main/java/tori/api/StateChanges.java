package tori.api;

import tori.api.StatusSource.MonitorRow;
import tori.model.MonitorId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds out which monitors' rows have changed since they were last looked at. One thread. */
final class StateChanges {

    /**
     * What has changed.
     *
     * @param changed rows that say something else than before, new ones included
     * @param polled rows of which only the times of polls differ
     * @param gone monitors that are watched no more
     */
    record Difference(List<MonitorRow> changed, List<MonitorRow> polled, List<MonitorId> gone) {

        Difference {
            changed = List.copyOf(changed);
            polled = List.copyOf(polled);
            gone = List.copyOf(gone);
        }

        boolean isEmpty() {
            return changed.isEmpty() && polled.isEmpty() && gone.isEmpty();
        }
    }

    private final Map<MonitorId, MonitorRow> known = new HashMap<>();

    /** Looks for the first time: there is nothing to compare with. */
    StateChanges(List<MonitorRow> rows) {
        rows.forEach(row -> known.put(row.monitor(), row));
    }

    /** Compares with what was there before. */
    Difference next(List<MonitorRow> rows) {
        List<MonitorRow> changed = new ArrayList<>();
        List<MonitorRow> polled = new ArrayList<>();
        for (MonitorRow row : rows) {
            MonitorRow before = known.put(row.monitor(), row);
            if (before == null || !saysTheSame(before, row)) {
                changed.add(row);
            } else if (!Objects.equals(before.nextDue(), row.nextDue())) {
                polled.add(row);
            }
        }
        return new Difference(changed, polled, gone(rows));
    }

    private List<MonitorId> gone(List<MonitorRow> rows) {
        if (known.size() == rows.size()) {
            return List.of();
        }
        Set<MonitorId> there = new HashSet<>();
        rows.forEach(row -> there.add(row.monitor()));
        List<MonitorId> gone =
                known.keySet().stream().filter(monitor -> !there.contains(monitor)).toList();
        gone.forEach(known::remove);
        return gone;
    }

    /** Apart from when it was polled and when it is next. */
    private static boolean saysTheSame(MonitorRow before, MonitorRow now) {
        return before.state() == now.state()
                && before.failures() == now.failures()
                && before.events() == now.events()
                && before.lastResult().equals(now.lastResult())
                && Objects.equals(before.since(), now.since())
                && Objects.equals(before.lastChange(), now.lastChange())
                && Objects.equals(before.trouble(), now.trouble())
                && Objects.equals(before.blind(), now.blind());
    }
}
