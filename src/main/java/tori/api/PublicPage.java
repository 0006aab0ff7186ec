package tori.api;

import org.jspecify.annotations.Nullable;

import tori.api.StatusSource.State;
import tori.model.Incident;
import tori.model.MonitorId;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a page for everybody shows at one moment. Immutable.
 *
 * @param name where it is found
 * @param title its heading
 * @param at when it was drawn up
 * @param counts how many of all its monitors are doing how, by {@link #word}
 * @param monitors those it lists: in the configuration's order, or those in trouble first where not
 *     all are listed
 * @param open incidents that go on
 * @param recent incidents that are over
 * @param details whether it says what is wrong
 */
record PublicPage(
        String name,
        String title,
        Instant at,
        Map<String, Integer> counts,
        List<Line> monitors,
        Newest open,
        Newest recent,
        boolean details) {

    /** Those in trouble first. */
    static final List<String> WORDS = List.of("down", "degraded", "maintenance", "unknown", "up");

    PublicPage {
        counts = Map.copyOf(counts);
        monitors = List.copyOf(monitors);
    }

    /**
     * Incidents.
     *
     * @param incidents those opened last first
     * @param more whether there are others that are older
     */
    record Newest(List<Incident> incidents, boolean more) {

        Newest {
            incidents = List.copyOf(incidents);
        }
    }

    /**
     * One monitor.
     *
     * @param word how it is doing, see {@link #word}
     * @param days how it did, oldest first; empty if nothing is known
     */
    record Line(MonitorId monitor, String word, List<UptimeSource.Day> days) {

        Line {
            days = List.copyOf(days);
        }

        /** The share of the checks of all days that passed; null if nothing is known. */
        @Nullable Double share() {
            return UptimeSource.share(days);
        }
    }

    /** A state as those read it who only use what is watched. */
    static String word(State state) {
        return switch (state) {
            case UP -> "up";
            case DOWN -> "down";
            case SUSPECT, RECOVERING -> "degraded";
            case MAINTENANCE -> "maintenance";
            case PAUSED -> "paused";
            // That tori sees nothing says nothing about what is watched.
            case BLIND, UNKNOWN, WAITING -> "unknown";
        };
    }

    /** How many of all its monitors are doing like this. */
    int count(String word) {
        return counts.getOrDefault(word, 0);
    }

    /** The same of each word, those in trouble first. */
    Map<String, Integer> countOfEach() {
        Map<String, Integer> all = new LinkedHashMap<>();
        WORDS.forEach(word -> all.put(word, count(word)));
        return all;
    }

    /** How many monitors it judges, listed or not. */
    int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The worst of all its monitors, in a word. */
    String overall() {
        for (String word : List.of("down", "degraded", "maintenance")) {
            if (count(word) > 0) {
                return word;
            }
        }
        return count("up") > 0 ? "up" : "unknown";
    }

    /** The same as a sentence. */
    String sentence() {
        int down = count("down");
        int unknown = count("unknown");
        return switch (overall()) {
            case "up" ->
                    unknown == 0
                            ? "Everything works"
                            : "What could be looked at works; nothing is known of " + unknown;
            case "down" ->
                    down == total()
                            ? "Nothing works at the moment"
                            : down
                                    + " of "
                                    + total()
                                    + (down == 1 ? " does" : " do")
                                    + " not work at the moment";
            case "degraded" -> "Something may not work at the moment";
            case "maintenance" -> "Work is being done at the moment";
            default -> "Nothing is known yet";
        };
    }
}
