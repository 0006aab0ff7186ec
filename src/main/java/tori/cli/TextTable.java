package tori.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of cells as columns for people; the last column has what the others leave. Immutable, any
 * thread.
 *
 * @param width the most characters of a line
 * @param widest the most characters of each column but the last
 * @param yielding the column that gives way where little would be left for the last
 */
record TextTable(int width, List<Integer> widest, int yielding) {

    private static final String GAP = "  ";

    /** Below this the last column says nothing. */
    private static final int NARROWEST_LAST = 14;

    TextTable {
        widest = List.copyOf(widest);
    }

    /** The lines; cells must be safe to print. */
    List<String> lines(List<List<String>> cells) {
        List<Integer> widths = widths(cells);
        return cells.stream().map(line -> line(line, widths)).toList();
    }

    private List<Integer> widths(List<List<String>> lines) {
        List<Integer> widths = new ArrayList<>();
        int left = width;
        for (int column = 0; column < widest.size(); column++) {
            int longest = 0;
            for (List<String> line : lines) {
                longest = Math.max(longest, length(line.get(column)));
            }
            widths.add(Math.min(longest, widest.get(column)));
            left -= widths.get(column) + GAP.length();
        }
        if (left < NARROWEST_LAST) {
            widths.set(yielding, widths.get(yielding) - (NARROWEST_LAST - left));
            left = NARROWEST_LAST;
        }
        widths.add(left);
        return widths;
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
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
