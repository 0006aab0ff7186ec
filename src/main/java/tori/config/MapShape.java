package tori.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A mapping whose keys are the user's own.
 *
 * @param name what a key must look like
 * @param namePattern the same as a regular expression for the JSON Schema
 * @param value what a value must look like
 */
record MapShape<K, V>(ScalarShape<K> name, String namePattern, Shape<V> value)
        implements Shape<Map<K, Located<V>>> {

    @Override
    public @Nullable Map<K, Located<V>> read(Tree tree, Report report) {
        return tree.readBy(
                new Tree.Reader<>() {
                    @Override
                    public @Nullable Map<K, Located<V>> scalar(Tree.Scalar scalar) {
                        return scalar.isNull() ? Map.of() : refuse(scalar, report);
                    }

                    @Override
                    public @Nullable Map<K, Located<V>> sequence(Tree.Sequence sequence) {
                        return refuse(sequence, report);
                    }

                    @Override
                    public Map<K, Located<V>> mapping(Tree.Mapping mapping) {
                        return entries(mapping, report);
                    }
                });
    }

    private @Nullable Map<K, Located<V>> refuse(Tree tree, Report report) {
        report.problem(
                tree.place(), "is no mapping; give one, with a " + name.label() + " as each key");
        return null;
    }

    private Map<K, Located<V>> entries(Tree.Mapping mapping, Report report) {
        Map<K, Located<V>> entries = new LinkedHashMap<>();
        for (Tree.Entry entry : mapping.entries()) {
            K key = name.read(new Tree.Scalar(entry.key(), true, false, entry.place()), report);
            V read = value.read(entry.value(), report);
            if (key != null && read != null) {
                entries.put(key, new Located<>(read, entry.place()));
            }
        }
        return Collections.unmodifiableMap(entries);
    }

    @Override
    public String label() {
        return "mapping of " + name.label() + " to " + value.label();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("type").add("object").add("null");
        schema.putObject("propertyNames").put("pattern", namePattern);
        schema.set("additionalProperties", value.schema());
        return schema;
    }
}
