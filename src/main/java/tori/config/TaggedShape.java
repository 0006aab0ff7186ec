package tori.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A mapping whose keys depend on its {@code type}. A key of the original file that relaxes a kind's
 * section stands for the type as well. Immutable, any thread.
 *
 * @param label in a word or two
 * @param tag the key that tells the kinds apart; every kind's section has it
 * @param kinds the section of each kind, by name
 */
record TaggedShape(String label, Key<String> tag, Map<String, Section> kinds)
        implements Shape<Values> {

    TaggedShape {
        kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    }

    /**
     * The values, without a valid {@code type} after a problem with it was reported: the name is
     * taken all the same, and no reference to it is wrong.
     */
    @Override
    public Values read(Tree tree, Report report) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            all().read(tree, report);
            if (tree instanceof Tree.Scalar scalar && scalar.isNull()) {
                reportMissingTag(tree, report);
            }
            return Values.none(tree.place());
        }
        Tree written = value(mapping, tag.name());
        String kind = written instanceof Tree.Scalar scalar ? scalar.text() : impliedKind(mapping);
        Section section = kind == null ? null : kinds.get(kind);
        if (kind != null && section != null) {
            return orNone(section.read(mapping, report), mapping).with(tag, kind, mapping.place());
        }
        // Which keys are allowed is unknown, but what no kind has is wrong all the same.
        if (written == null) {
            reportMissingTag(mapping, report);
        }
        return orNone(all().read(mapping, report), mapping);
    }

    private static Values orNone(@Nullable Values values, Tree tree) {
        return values == null ? Values.none(tree.place()) : values;
    }

    private void reportMissingTag(Tree tree, Report report) {
        report.problem(
                tree.place().at(tree.place().path() + "." + tag.name()),
                "is missing; allowed: " + String.join(", ", kinds.keySet()));
    }

    private @Nullable String impliedKind(Tree.Mapping mapping) {
        for (Map.Entry<String, Section> kind : kinds.entrySet()) {
            Key<?> relaxing = kind.getValue().relaxing();
            if (relaxing != null && value(mapping, relaxing.name()) != null) {
                return kind.getKey();
            }
        }
        return null;
    }

    /** All keys of all kinds, none of them required. */
    private Section all() {
        Map<String, Key<?>> keys = new LinkedHashMap<>();
        for (Section section : kinds.values()) {
            section.keys().forEach(key -> keys.putIfAbsent(key.name(), key.optional()));
        }
        return new Section(label, new ArrayList<>(keys.values()), null);
    }

    private static @Nullable Tree value(Tree.Mapping mapping, String name) {
        for (Tree.Entry entry : mapping.entries()) {
            if (entry.key().equals(name)) {
                return entry.value();
            }
        }
        return null;
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        kinds.forEach((kind, section) -> {
            ObjectNode alternative = section.schema();
            ObjectNode type = (ObjectNode) alternative.get("properties").get(tag.name());
            type.remove("anyOf");
            type.put("const", kind);
            schema.withArray("oneOf").add(alternative);
        });
        return schema;
    }
}
