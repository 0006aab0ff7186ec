package tori.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * A single value that is no list and no mapping.
 *
 * @param label in a word or two
 * @param allowed what may be written, as an instruction: {@code give …}, {@code write …}
 * @param parser takes the text apart
 * @param constraint adds to an empty JSON Schema what is allowed
 */
record ScalarShape<T>(
        String label, String allowed, Parser<T> parser, Consumer<ObjectNode> constraint)
        implements Shape<T> {

    /** Takes the text of a scalar apart. */
    @FunctionalInterface
    interface Parser<T> {
        Parsed<T> parse(Tree.Scalar scalar);
    }

    /** What came of it. */
    sealed interface Parsed<T> {}

    /** The value. */
    record Good<T>(T value) implements Parsed<T> {}

    /**
     * No value.
     *
     * @param wrong what is wrong, without secrets
     */
    record Bad<T>(String wrong) implements Parsed<T> {}

    @Override
    public @Nullable T read(Tree tree, Report report) {
        return switch (tree) {
            case Tree.Broken _ -> null;
            case Tree.Sequence _ -> refuse("is a list", tree, report);
            case Tree.Mapping _ -> refuse("is a mapping", tree, report);
            case Tree.Scalar scalar when scalar.isNull() || scalar.isEmptyVariable() ->
                    refuse("is empty", tree, report);
            case Tree.Scalar scalar ->
                    switch (parser.parse(scalar)) {
                        case Good<T>(T value) -> value;
                        case Bad<T>(String wrong) -> refuse(wrong, tree, report);
                    };
        };
    }

    private @Nullable T refuse(String wrong, Tree tree, Report report) {
        report.problem(tree.place(), wrong + "; " + allowed);
        return null;
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        ObjectNode written = schema.putArray("anyOf").addObject();
        constraint.accept(written);
        schema.withArray("anyOf").addObject().put("$ref", "#/$defs/variable");
        return schema;
    }
}
