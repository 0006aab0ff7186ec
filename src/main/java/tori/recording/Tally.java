package tori.recording;

import com.fasterxml.jackson.databind.node.ArrayNode;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weights by name. Used by one thread. */
final class Tally {

    /** A name and its part of the whole, from 0 to 1. */
    record Share(String name, double part) {}

    private final Map<String, Long> weights = new HashMap<>();
    private long whole;

    void add(String name, long weight) {
        whole += weight;
        weights.merge(name, weight, Long::sum);
    }

    long whole() {
        return whole;
    }

    /** The heaviest first. */
    List<Share> top(int most) {
        return weights.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(entry -> new Share(entry.getKey(), (double) entry.getValue() / whole))
                .toList();
    }

    void put(ArrayNode json, int most) {
        for (Share share : top(most)) {
            json.addObject().put("name", share.name()).put("share", share.part());
        }
    }
}
