package tori.cli;

import tori.delivery.DeliveryRow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Deliveries as a table for people, at most 100 columns wide. Stateless, any thread. */
final class DeliveryTable {

    static final int WIDTH = 100;

    private static final String GAP = "  ";

    private static final List<String> HEADS =
            List.of("ID", "STATE", "DESTINATION", "TYPE", "ENTITY", "TRIES", "AGE", "REASON");

    /** The most characters of each column; the reason has what is left. */
    private static final List<Integer> WIDEST = List.of(12, 10, 12, 21, 18, 5, 4, WIDTH);

    private static final int LAST = HEADS.size() - 1;

    /** Below this a reason says nothing. */
    private static final int NARROWEST_REASON = 14;

    /** Of the other columns, the first to give way: it is often long and seldom asked for. */
    private static final int ENTITY = 4;

    private DeliveryTable() {}

    /** The lines, the first with the columns' names. */
    static List<String> lines(List<DeliveryRow> rows, Instant now) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEADS);
        for (DeliveryRow row : rows) {
            cells.add(cells(row, now));
        }
        List<Integer> widths = widths(cells);
        return cells.stream().map(line -> line(line, widths)).toList();
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

    private static List<Integer> widths(List<List<String>> lines) {
        List<Integer> widths = new ArrayList<>();
        int left = WIDTH;
        for (int column = 0; column < LAST; column++) {
            int widest = 0;
            for (List<String> line : lines) {
                widest = Math.max(widest, length(line.get(column)));
            }
            widths.add(Math.min(widest, WIDEST.get(column)));
            left -= widths.get(column) + GAP.length();
        }
        if (left < NARROWEST_REASON) {
            widths.set(ENTITY, widths.get(ENTITY) - (NARROWEST_REASON - left));
            left = NARROWEST_REASON;
        }
        widths.add(left);
        return widths;
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder(WIDTH);
        for (int column = 0; column < cells.size(); column++) {
            String cell = TerminalText.fit(cells.get(column), widths.get(column));
            line.append(cell).append(" ".repeat(widths.get(column) - length(cell))).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
