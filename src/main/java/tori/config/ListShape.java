package tori.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A list; a single element may stand for a list of one.
 *
 * @param element what is in it
 * @param single whether an element alone will do
 * @param label in a word or two
 */
record ListShape<T>(Shape<T> element, boolean single, String label)
        implements Shape<List<Located<T>>> {

    static <T> ListShape<T> of(Shape<T> element) {
        return new ListShape<>(element, false, "list of " + element.label());
    }

    static <T> ListShape<T> orSingle(Shape<T> element) {
        return new ListShape<>(element, true, "list of " + element.label());
    }

    @Override
    public @Nullable List<Located<T>> read(Tree tree, Report report) {
        return tree.readBy(
                new Tree.Reader<>() {
                    @Override
                    public @Nullable List<Located<T>> scalar(Tree.Scalar scalar) {
                        return scalar.isNull() || scalar.isEmptyVariable()
                                ? List.of()
                                : alone(scalar, "is a single value", report);
                    }

                    @Override
                    public @Nullable List<Located<T>> sequence(Tree.Sequence sequence) {
                        return elements(sequence.items(), report);
                    }

                    @Override
                    public @Nullable List<Located<T>> mapping(Tree.Mapping mapping) {
                        return alone(mapping, "is a mapping", report);
                    }
                });
    }

    private @Nullable List<Located<T>> alone(Tree tree, String wrong, Report report) {
        if (single) {
            return elements(List.of(tree), report);
        }
        report.problem(tree.place(), wrong + "; give a list, one '- ' per element");
        return null;
    }

    private @Nullable List<Located<T>> elements(List<Tree> items, Report report) {
        List<Located<T>> elements = new ArrayList<>();
        for (Tree item : items) {
            T value = element.read(item, report);
            if (value != null) {
                elements.add(new Located<>(value, item.place()));
            }
        }
        // A list of which nothing is left is not an empty list.
        return elements.isEmpty() && !items.isEmpty() ? null : List.copyOf(elements);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        ObjectNode list = schema.putArray("anyOf").addObject();
        list.putArray("type").add("array").add("null");
        list.set("items", element.schema());
        if (single) {
            schema.withArray("anyOf").add(element.schema());
        }
        return schema;
    }
}
