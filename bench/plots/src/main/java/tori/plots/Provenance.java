package tori.plots;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/**
 * Where figures come from, in words. Immutable.
 *
 * @param words machine, Java, runs and whether it was quiet; those that the result tells
 * @param command that took them; empty if the result does not tell
 */
record Provenance(List<String> words, String command) {

    Provenance {
        words = List.copyOf(words);
    }

    /** Of a result as bench/run keeps it, or as a measurement wrote it. */
    static Provenance of(JsonNode root) {
        List<String> words = new ArrayList<>();
        JsonNode machine = root.path("machine");
        JsonNode facts = machine.isObject() ? machine : root;
        add(words, machine.isTextual() ? machine : facts.path("processor"), "");
        add(words, facts.path("processors"), " processors");
        add(words, facts.path("jdk").isMissingNode() ? root.path("java") : facts.path("jdk"), "");
        JsonNode runs = root.path("runs");
        int count = runs.isArray() ? runs.size() : runs.asInt();
        if (count > 0) {
            words.add(count + (count == 1 ? " run" : " runs"));
        }
        JsonNode load = runs.path(0).path("load_before");
        add(words, load.isMissingNode() ? root.path("load_average_before") : load, " load before");
        if (root.has("quiet") && !root.path("quiet").asBoolean()) {
            words.add("**not quiet**");
        }
        JsonNode first = root.path(0);
        if (first.has("jdkVersion")) {
            words.add("JDK " + first.path("jdkVersion").asText());
        }
        return new Provenance(words, root.path("command").asText());
    }

    private static void add(List<String> words, JsonNode value, String unit) {
        if (value.isValueNode() && !value.asText().isBlank()) {
            words.add(value.asText() + unit);
        }
    }

    /** One sentence, for Markdown. */
    String sentence() {
        String taken = String.join(", ", words);
        if (command.isEmpty()) {
            return taken;
        }
        return (taken.isEmpty() ? "" : taken + "; ") + "`" + command + "`";
    }
}
