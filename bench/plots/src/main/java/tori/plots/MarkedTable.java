package tori.plots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a Markdown file that figures fill; the words around it are people's. */
final class MarkedTable {

    private static final String BEGIN = "<!-- table -->\n";
    private static final String END = "<!-- /table -->\n";

    private MarkedTable() {}

    /**
     * Puts the table between the marks, or at the end of the file with marks around it.
     *
     * @param table ends with a line break
     * @throws IllegalArgumentException if one mark has no other
     */
    static void put(Path file, String table) throws IOException {
        String text = Files.isRegularFile(file) ? Files.readString(file) : "";
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        String marked = BEGIN + table + END;
        String filled;
        if (begin >= 0 && end > begin) {
            filled = text.substring(0, begin) + marked + text.substring(end + END.length());
        } else if (begin >= 0 || end >= 0) {
            throw new IllegalArgumentException(file.getFileName() + " has one mark without other");
        } else {
            filled = text + (text.isEmpty() ? "" : "\n") + marked;
        }
        if (!filled.equals(text)) {
            Files.writeString(file, filled);
        }
    }
}
