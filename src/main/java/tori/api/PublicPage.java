package tori.api;

import org.jspecify.annotations.Nullable;

import tori.api.StatusSource.State;
import tori.model.Incident;
import tori.model.MonitorId;

import java.time.Instant;
import java.util.List;

/**
 * What a page for everybody shows at one moment. Immutable.
 *
 * @param name where it is found
 * @param title its heading
 * @param at when it was drawn up
 * @param monitors those it shows, in the configuration's order
 * @param open incidents that go on, those opened last first
 * @param recent incidents that are over, those opened last first
 * @param details whether it says what is wrong
 */
record PublicPage(
        String name,
        String title,
        Instant at,
        List<Line> monitors,
        List<Incident> open,
        List<Incident> recent,
        boolean details) {

    PublicPage {
        monitors = List.copyOf(monitors);
        open = List.copyOf(open);
        recent = List.copyOf(recent);
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
            // That tori sees nothing says nothing about what is watched.
            case BLIND, UNKNOWN, WAITING -> "unknown";
        };
    }

    /** The worst of all, in a word. */
    String overall() {
        for (String word : List.of("down", "degraded", "maintenance")) {
            if (monitors.stream().anyMatch(line -> line.word().equals(word))) {
                return word;
            }
        }
        boolean seen = monitors.stream().anyMatch(line -> line.word().equals("up"));
        return seen ? "up" : "unknown";
    }

    /** The same as a sentence. */
    String sentence() {
        long down = monitors.stream().filter(line -> line.word().equals("down")).count();
        return switch (overall()) {
            case "up" -> "Everything works";
            case "down" ->
                    down == monitors.size()
                            ? "Nothing works at the moment"
                            : down
                                    + " of "
                                    + monitors.size()
                                    + (down == 1 ? " does" : " do")
                                    + " not work at the moment";
            case "degraded" -> "Something may not work at the moment";
            case "maintenance" -> "Work is being done at the moment";
            default -> "Nothing is known yet";
        };
    }
}
