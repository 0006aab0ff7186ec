package tori.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

/**
 * A value with a short form.
 *
 * @param brief the short form
 * @param full the mapping
 */
record EitherShape<T>(ScalarShape<T> brief, Shape<T> full) implements Shape<T> {

    @Override
    public @Nullable T read(Tree tree, Report report) {
        return tree instanceof Tree.Mapping ? full.read(tree, report) : brief.read(tree, report);
    }

    @Override
    public String label() {
        return full.label() + " or " + brief.label();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("anyOf").add(brief.schema()).add(full.schema());
        return schema;
    }
}
