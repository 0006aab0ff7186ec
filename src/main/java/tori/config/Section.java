package tori.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A mapping with known keys. Immutable, any thread.
 *
 * @param label in a word or two
 * @param keys all keys there are
 * @param relaxing a key of the original file beside which required keys may be left out; null if
 *     there is none
 */
record Section(String label, List<Key<?>> keys, @Nullable Key<?> relaxing)
        implements Shape<Values> {

    Section {
        keys = List.copyOf(keys);
    }

    static Section of(String label, Key<?>... keys) {
        return new Section(label, List.of(keys), null);
    }

    @Override
    public @Nullable Values read(Tree tree, Report report) {
        return tree.readBy(
                new Tree.Reader<>() {
                    @Override
                    public @Nullable Values scalar(Tree.Scalar scalar) {
                        if (scalar.isNull()) {
                            return entries(List.of(), scalar.place(), report);
                        }
                        report.problem(scalar.place(), "is a single value; " + expected());
                        return null;
                    }

                    @Override
                    public @Nullable Values sequence(Tree.Sequence sequence) {
                        report.problem(sequence.place(), "is a list; " + expected());
                        return null;
                    }

                    @Override
                    public Values mapping(Tree.Mapping mapping) {
                        return entries(mapping.entries(), mapping.place(), report);
                    }
                });
    }

    private String expected() {
        return "give a mapping with the keys " + names(keys);
    }

    private Values entries(List<Tree.Entry> entries, Place place, Report report) {
        Values.Builder values = new Values.Builder(place);
        for (Tree.Entry entry : entries) {
            Key<?> key = key(entry.key());
            if (key == null) {
                report.problem(entry.place(), Suggestions.unknownKey(entry.key(), keys));
            } else {
                readInto(values, key, entry.value(), report);
            }
        }
        if (relaxing == null || !values.mentions(relaxing)) {
            keys.stream()
                    .filter(key -> key.required() && !values.mentions(key))
                    .forEach(key -> reportMissing(key, place, report));
        }
        return values.build();
    }

    private static <T> void readInto(Values.Builder values, Key<T> key, Tree tree, Report report) {
        if (!key.required() && tree instanceof Tree.Scalar scalar) {
            boolean blank = scalar.text().isBlank();
            if (blank && (scalar.variable() || key.legacy())) {
                return;
            }
        }
        values.mention(key);
        T value = key.shape().read(tree, report);
        if (value != null) {
            values.put(key, value, tree.place());
        }
    }

    private static void reportMissing(Key<?> key, Place place, Report report) {
        String path = place.path().isEmpty() ? key.name() : place.path() + "." + key.name();
        String meaning = key.legacy() ? "" : ": " + withinSentence(key.doc());
        report.problem(place.at(path), "is missing; give it" + meaning);
    }

    private static String withinSentence(String doc) {
        boolean abbreviation = Character.isUpperCase(doc.charAt(1));
        return abbreviation ? doc : doc.substring(0, 1).toLowerCase(Locale.ROOT) + doc.substring(1);
    }

    private @Nullable Key<?> key(String name) {
        for (Key<?> key : keys) {
            if (key.name().equals(name)) {
                return key;
            }
        }
        return null;
    }

    /** The keys to recommend: today's, unless there are none. */
    static String names(List<Key<?>> keys) {
        boolean allLegacy = keys.stream().allMatch(Key::legacy);
        return keys.stream()
                .filter(key -> allLegacy || !key.legacy())
                .map(Key::name)
                .collect(Collectors.joining(", "));
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        List<String> required = keys.stream().filter(Key::required).map(Key::name).toList();
        if (required.isEmpty()) {
            schema.putArray("type").add("object").add("null");
        } else {
            schema.put("type", "object");
        }
        ObjectNode properties = schema.putObject("properties");
        for (Key<?> key : keys) {
            properties.set(key.name(), property(key));
        }
        schema.put("additionalProperties", false);
        if (relaxing != null) {
            ObjectNode modern = schema.withArray("anyOf").addObject();
            required.forEach(modern.withArray("required")::add);
            schema.withArray("anyOf").addObject().putArray("required").add(relaxing.name());
        } else if (!required.isEmpty()) {
            required.forEach(schema.withArray("required")::add);
        }
        return schema;
    }

    private static ObjectNode property(Key<?> key) {
        ObjectNode property = key.shape().schema();
        property.put("description", key.doc());
        if (key.legacy()) {
            property.put("deprecated", true);
            if (!key.required()) {
                property.withArray("anyOf").addObject().put("const", "");
            }
        }
        if (key.written() != null) {
            property.put("default", key.written());
        }
        return property;
    }
}
