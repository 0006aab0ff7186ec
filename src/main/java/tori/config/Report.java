package tori.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what is found while one file is read; used by the loading thread only. What aliases and
 * inheritance would repeat for one spot is kept once.
 */
final class Report {

    private record Finding(int line, int column, String message) {}

    private final String file;
    private final Set<Finding> seen = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();

    Report(String file) {
        this.file = file;
    }

    /** The file as a whole. */
    Place wholeFile() {
        return new Place(file, 0, 0, "");
    }

    /** A spot, both numbers from 1. */
    Place place(int line, int column, String path) {
        return new Place(file, line, column, path);
    }

    void problem(Place place, String message) {
        if (isNew(place, message)) {
            problems.add(new Problem(masked(place), Masking.mask(message)));
        }
    }

    void warning(Place place, String message) {
        if (isNew(place, message)) {
            warnings.add(new Warning(masked(place), Masking.mask(message)));
        }
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    List<Problem> problems() {
        return problems.stream()
                .sorted((one, other) -> one.place().compareInFile(other.place()))
                .toList();
    }

    List<Warning> warnings() {
        return warnings.stream()
                .sorted((one, other) -> one.place().compareInFile(other.place()))
                .toList();
    }

    private boolean isNew(Place place, String message) {
        return seen.add(new Finding(place.line(), place.column(), message));
    }

    private static Place masked(Place place) {
        return place.at(Masking.mask(place.path()));
    }
}
