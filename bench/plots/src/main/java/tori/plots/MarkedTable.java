package tori.plots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a Markdown file that figures fill; the words around it are people's. */
final class MarkedTable {

    private MarkedTable() {}

    /**
     * Puts the table between the marks; a file that is not there yet becomes one of the table
     * alone.
     *
     * @param mark the word in both comments
     * @param table ends with a line break
     * @return whether there was a place for it
     * @throws IllegalArgumentException if one mark has no other
     */
    static boolean put(Path file, String mark, String table) throws IOException {
        String text = Files.isRegularFile(file) ? Files.readString(file) : "";
        String first = "<!-- " + mark + " -->\n";
        String last = "<!-- /" + mark + " -->\n";
        int begin = text.indexOf(first);
        int end = text.indexOf(last);
        String marked = first + table + last;
        String filled;
        if (begin >= 0 && end > begin) {
            filled = text.substring(0, begin) + marked + text.substring(end + last.length());
        } else if (begin >= 0 || end >= 0) {
            throw new IllegalArgumentException(file.getFileName() + " has one mark without other");
        } else if (text.isEmpty()) {
            filled = marked;
        } else {
            return false;
        }
        if (!filled.equals(text)) {
            Files.writeString(file, filled);
        }
        return true;
    }
}
