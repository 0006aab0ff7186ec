package tori.cli;

import tori.delivery.DeliveryRow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Deliveries as a table for people, at most 100 columns wide. Stateless, any thread. */
final class DeliveryTable {

    private static final List<String> HEADS =
            List.of("ID", "STATE", "DESTINATION", "TYPE", "ENTITY", "TRIES", "AGE", "REASON");

    static final int WIDTH = 100;

    /** The entity is often long and seldom asked for: it gives way to the reason. */
    private static final TextTable TABLE =
            new TextTable(WIDTH, List.of(12, 10, 12, 21, 18, 5, 4), 4);

    private DeliveryTable() {}

    /** The lines, the first with the columns' names. */
    static List<String> lines(List<DeliveryRow> rows, Instant now) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEADS);
        for (DeliveryRow row : rows) {
            cells.add(cells(row, now));
        }
        return TABLE.lines(cells);
    }

    private static List<String> cells(DeliveryRow row, Instant now) {
        String type = row.type();
        return List.of(
                Long.toString(row.id()),
                row.discarded() ? "discarded" : row.state().wireName(),
                TerminalText.escape(row.destination()),
                TerminalText.escape(type.startsWith("tori.") ? type.substring(5) : type),
                TerminalText.escape(row.entity()),
                Integer.toString(row.failures()),
                age(Duration.between(row.acceptedAt(), now)),
                TerminalText.escape(row.reason() == null ? "" : row.reason()));
    }

    /** {@code 59s}, {@code 59m}, {@code 47h}, {@code 365d}. */
    static String age(Duration age) {
        if (age.toSeconds() < 60) {
            return Math.max(0, age.toSeconds()) + "s";
        }
        if (age.toMinutes() < 60) {
            return age.toMinutes() + "m";
        }
        return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
    }
}
