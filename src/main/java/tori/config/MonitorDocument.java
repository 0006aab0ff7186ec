package tori.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A monitor as somebody sent it: a JSON object with the keys that a monitor has in config.yaml.
 * Whether they are right is for {@link AddedMonitorLoader} to say. Immutable, any thread.
 */
public final class MonitorDocument {

    /** What a secret shows as, and what stands for one that is kept. */
    static final String MASK = "***";

    /** No number that a monitor has takes more. */
    private static final int MAX_DIGITS = 100;

    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(TreeReader.MAX_DEPTH)
                                                    .maxNumberLength(MAX_DIGITS)
                                                    .build())
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    /** One without any key. */
    public static final MonitorDocument EMPTY = new MonitorDocument(JSON.createObjectNode());

    private final ObjectNode node;

    private MonitorDocument(ObjectNode node) {
        this.node = node;
    }

    /** What came of reading one. */
    public sealed interface Reading {

        /** It is one. */
        record Good(MonitorDocument document) implements Reading {}

        /**
         * It is none.
         *
         * @param reason why, in a sentence
         */
        record Bad(String reason) implements Reading {}
    }

    /** Reads UTF-8. */
    public static Reading read(byte[] json) {
        try {
            return JSON.readTree(json) instanceof ObjectNode object
                    ? new Reading.Good(new MonitorDocument(object))
                    : new Reading.Bad("a monitor is a JSON object");
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null
                            ? ""
                            : " (line "
                                    + e.getLocation().getLineNr()
                                    + ", column "
                                    + e.getLocation().getColumnNr()
                                    + ")";
            boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate");
            return new Reading.Bad((twice ? "a key is there twice" : "this is no JSON") + place);
        } catch (IOException e) {
            return new Reading.Bad("this is no JSON in UTF-8");
        }
    }

    /** The text of a key at the top; null if it is not there or no text. */
    private @Nullable String text(Key<?> key) {
        JsonNode value = node.get(key.name());
        return value == null || !value.isTextual() ? null : value.textValue();
    }

    /** The monitor's name; null if it has none. */
    public @Nullable String name() {
        return text(MonitorKeys.MONITOR_NAME);
    }

    /** The monitor's kind; null if it has none. */
    public @Nullable String type() {
        return text(MonitorKeys.MONITOR_TYPE);
    }

    /** Whether it is to be watched, as far as that can be told. */
    public boolean enabled() {
        JsonNode value = node.get(MonitorKeys.ENABLED.name());
        return value == null || value.asBoolean(true);
    }

    /** Whether it looks whether something works, so that others can depend on it. */
    public boolean isCheck() {
        String type = type();
        return type != null && !MonitorKinds.looksAtStore(type);
    }

    /** The same as JSON, secrets included. */
    public String json() {
        return node.toString();
    }

    /**
     * This one with the changes of another, a JSON merge patch (RFC 7396): its keys replace those
     * of this one, objects are merged key by key, null removes. A secret that is {@value #MASK}
     * there stays what it is here.
     */
    public MonitorDocument merged(MonitorDocument patch) {
        ObjectNode result = node.deepCopy();
        merge(result, patch.node, "");
        return new MonitorDocument(result);
    }

    private static void merge(ObjectNode target, ObjectNode patch, String path) {
        patch.properties()
                .forEach(change -> {
                    String key = change.getKey();
                    JsonNode value = change.getValue();
                    String place = path.isEmpty() ? key : path + "." + key;
                    if (value.isNull()) {
                        target.remove(key);
                    } else if (value instanceof ObjectNode object) {
                        JsonNode before = target.get(key);
                        ObjectNode inner =
                                before instanceof ObjectNode there ? there : target.objectNode();
                        merge(inner, object, place);
                        target.set(key, inner);
                    } else if (!isMask(value)
                            || !MonitorSecrets.isSecret(place)
                            || !target.has(key)) {
                        target.set(key, value.deepCopy());
                    }
                });
    }

    private static boolean isMask(JsonNode value) {
        return value.isTextual() && value.textValue().equals(MASK);
    }

    /** The same as maps, lists and single values, with {@value #MASK} for each secret. */
    public Map<String, Object> masked() {
        ObjectNode copy = node.deepCopy();
        mask(copy, "");
        return JSON.convertValue(copy, new TypeReference<>() {});
    }

    private static void mask(ObjectNode object, String path) {
        List<String> secrets = new ArrayList<>();
        object.properties()
                .forEach(entry -> {
                    String place = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                    if (MonitorSecrets.isSecret(place)) {
                        secrets.add(entry.getKey());
                    } else if (entry.getValue() instanceof ObjectNode inner) {
                        mask(inner, place);
                    }
                });
        secrets.forEach(key -> object.put(key, MASK));
    }

    /** Where a secret should be and is none: nothing was kept that {@value #MASK} stands for. */
    List<String> emptyMasks() {
        List<String> places = new ArrayList<>();
        findMasks(node, "", places);
        return places;
    }

    private static void findMasks(ObjectNode object, String path, List<String> places) {
        object.properties()
                .forEach(entry -> {
                    String place = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                    if (entry.getValue() instanceof ObjectNode inner) {
                        findMasks(inner, place, places);
                    } else if (isMask(entry.getValue()) && MonitorSecrets.isSecret(place)) {
                        places.add(place);
                    }
                });
    }

    /**
     * The same as the loader takes it, with the path of each value and, for a column, its number: a
     * dollar sign is a dollar sign, and never brings in what is in the environment.
     */
    Tree.Mapping tree(Report report) {
        return mapping(node, "", report, new int[1]);
    }

    private static Tree tree(JsonNode value, String path, Report report, int[] count) {
        if (value instanceof ObjectNode object) {
            return mapping(object, path, report, count);
        }
        Place place = report.place(1, ++count[0], path);
        if (value.isArray()) {
            List<Tree> items = new ArrayList<>();
            for (Iterator<JsonNode> each = value.elements(); each.hasNext(); ) {
                String inner = path + "[" + items.size() + "]";
                items.add(tree(each.next(), inner, report, count));
            }
            return new Tree.Sequence(items, place);
        }
        if (value.isNull()) {
            return new Tree.Scalar("", true, false, place);
        }
        return new Tree.Scalar(written(value), !value.isTextual(), false, place);
    }

    /** A number as one would write it, unless that takes very many digits. */
    private static String written(JsonNode value) {
        boolean plain =
                value.isBigDecimal() && Math.abs((long) value.decimalValue().scale()) < MAX_DIGITS;
        return plain ? value.decimalValue().toPlainString() : value.asText();
    }

    private static Tree.Mapping mapping(
            ObjectNode object, String path, Report report, int[] count) {
        Place place = report.place(1, ++count[0], path);
        List<Tree.Entry> entries = new ArrayList<>();
        object.properties()
                .forEach(entry -> {
                    String key = entry.getKey();
                    String inner = path.isEmpty() ? key : path + "." + key;
                    Place there = report.place(1, ++count[0], inner);
                    entries.add(
                            new Tree.Entry(
                                    key, there, tree(entry.getValue(), inner, report, count)));
                });
        return new Tree.Mapping(entries, place);
    }
}
