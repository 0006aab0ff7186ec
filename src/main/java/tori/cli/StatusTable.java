package tori.cli;

import org.jspecify.annotations.Nullable;

import tori.api.StatusReport;
import tori.api.StatusSource.Blind;
import tori.api.StatusSource.MonitorRow;
import tori.api.StatusSource.State;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** How monitors are doing, as a table for people. Stateless, any thread. */
final class StatusTable {

    private static final List<String> HEADS =
            List.of("STATE", "MONITOR", "GOOD", "CHANGE", "NEXT", "LAG", "FAILS", "WHY");

    private static final TextTable TABLE = new TextTable(140, List.of(10, 28, 4, 6, 4, 6, 5), 1);

    private static final String UNKNOWN = "–";

    private StatusTable() {}

    /** Such as {@code 20 monitors: 2 blind, 1 down, 17 up}. */
    static String heading(StatusReport report) {
        int all = report.monitors();
        StringJoiner counts = new StringJoiner(", ");
        for (State state : State.values()) {
            int count = report.counts().getOrDefault(state, 0);
            if (count > 0) {
                counts.add(count + " " + state.word());
            }
        }
        return all + (all == 1 ? " monitor" : " monitors") + (all == 0 ? "" : ": " + counts);
    }

    /** The lines, the first with the columns' names. */
    static List<String> lines(List<MonitorRow> rows, Instant now) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEADS);
        rows.forEach(row -> cells.add(cells(row, now)));
        return TABLE.lines(cells);
    }

    private static List<String> cells(MonitorRow row, Instant now) {
        Blind blind = row.blind();
        return List.of(
                row.state().word() + (blind == null ? "" : " " + since(blind.since(), now)),
                TerminalText.escape(row.monitor().toString()),
                since(row.lastGood(), now),
                since(row.lastChange(), now),
                row.nextDue() == null ? UNKNOWN : until(row.nextDue(), now),
                lag(row.lag()),
                row.failures() == 0 ? "" : Integer.toString(row.failures()),
                TerminalText.escape(why(row)));
    }

    private static String since(@Nullable Instant time, Instant now) {
        return time == null ? UNKNOWN : DeliveryTable.age(Duration.between(time, now));
    }

    private static String until(Instant due, Instant now) {
        return due.isAfter(now) ? DeliveryTable.age(Duration.between(now, due)) : "now";
    }

    private static String lag(Duration lag) {
        return lag.toSeconds() < 10 ? lag.toMillis() + "ms" : DeliveryTable.age(lag);
    }

    /** What is wrong now; what it began with where an attempt is still to come. */
    private static String why(MonitorRow row) {
        if (row.trouble() != null) {
            return row.trouble();
        }
        return row.blind() == null ? "" : row.blind().detail();
    }
}
