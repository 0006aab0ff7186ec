package tori.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;
import java.util.function.Function;

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
    sealed interface Parsed<T> {

        /** What becomes of a value; without one nothing changes. */
        <U> Parsed<U> then(Function<? super T, Parsed<U>> next);

        /** The value, or what the other makes of what is wrong. */
        @Nullable T orElse(Function<String, @Nullable T> refusal);
    }

    /** The value. */
    record Good<T>(T value) implements Parsed<T> {

        @Override
        public <U> Parsed<U> then(Function<? super T, Parsed<U>> next) {
            return next.apply(value);
        }

        @Override
        public T orElse(Function<String, @Nullable T> refusal) {
            return value;
        }
    }

    /**
     * No value.
     *
     * @param wrong what is wrong, without secrets
     */
    record Bad<T>(String wrong) implements Parsed<T> {

        @Override
        public <U> Parsed<U> then(Function<? super T, Parsed<U>> next) {
            return new Bad<>(wrong);
        }

        @Override
        public @Nullable T orElse(Function<String, @Nullable T> refusal) {
            return refusal.apply(wrong);
        }
    }

    @Override
    public @Nullable T read(Tree tree, Report report) {
        return tree.readBy(
                new Tree.Reader<>() {
                    @Override
                    public @Nullable T scalar(Tree.Scalar scalar) {
                        return scalar.isNull() || scalar.isEmptyVariable()
                                ? refuse("is empty", tree, report)
                                : parser.parse(scalar).orElse(wrong -> refuse(wrong, tree, report));
                    }

                    @Override
                    public @Nullable T sequence(Tree.Sequence sequence) {
                        return refuse("is a list", tree, report);
                    }

                    @Override
                    public @Nullable T mapping(Tree.Mapping mapping) {
                        return refuse("is a mapping", tree, report);
                    }
                });
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
