package tori.config;

/**
 * A spot in a configuration file.
 *
 * @param file the file's name as the user gave it
 * @param line from 1; 0 if the file as a whole is meant
 * @param column from 1, in characters; 0 if the file as a whole is meant
 * @param path such as {@code sites[0].monitors[1].interval}; empty if no key is meant
 */
public record Place(String file, int line, int column, String path) {

    /** Where it stands beside another one of the same file: negative before, positive after it. */
    int compareInFile(Place other) {
        return line == other.line
                ? Integer.compare(column, other.column)
                : Integer.compare(line, other.line);
    }

    /** The same spot as part of another path. */
    Place at(String otherPath) {
        return new Place(file, line, column, otherPath);
    }

    /**
     * {@code FILE:LINE:COL: path}, without the parts that are not there. A key's control characters
     * show as question marks: they would steer the terminal.
     */
    @Override
    public String toString() {
        String spot = line == 0 ? file : file + ":" + line + ":" + column;
        return path.isEmpty() ? spot : spot + ": " + path.replaceAll("\\p{Cntrl}", "?");
    }
}
