package tori.api;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How monitors are doing.
 *
 * @param counts how many of the site, or of all, are in each state; states without any are left out
 * @param rows those that were asked for
 * @param total how many there are of those, other pages included
 */
public record StatusReport(
        Map<StatusSource.State, Integer> counts, List<StatusSource.MonitorRow> rows, int total) {

    public StatusReport {
        counts = Map.copyOf(counts);
        rows = List.copyOf(rows);
    }

    /** What is asked for, of all there are. */
    static StatusReport of(List<StatusSource.MonitorRow> all, StatusQuery query) {
        List<StatusSource.MonitorRow> there =
                query.site() == null
                        ? all
                        : all.stream()
                                .filter(row -> row.monitor().site().equals(query.site()))
                                .toList();
        Map<StatusSource.State, Integer> counts = new EnumMap<>(StatusSource.State.class);
        there.forEach(row -> counts.merge(row.state(), 1, Integer::sum));
        List<StatusSource.MonitorRow> wanted =
                query.states().isEmpty()
                        ? there
                        : there.stream()
                                .filter(row -> query.states().contains(row.state()))
                                .toList();
        Stream<StatusSource.MonitorRow> ordered = wanted.stream();
        if (query.worstFirst()) {
            // Stable: within a state they stay as the configuration has them.
            ordered = ordered.sorted(Comparator.comparing(StatusSource.MonitorRow::state));
        }
        return new StatusReport(
                counts, ordered.skip(query.offset()).limit(query.limit()).toList(), wanted.size());
    }

    /** How many monitors there are, in whatever state. */
    public int monitors() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
