package tori.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

/**
 * A section that is read as one value. Immutable, any thread.
 *
 * @param section its keys
 * @param conversion makes the value of them
 */
record MappedShape<T>(Section section, Conversion<T> conversion) implements Shape<T> {

    /** Makes a value of a section's keys. */
    @FunctionalInterface
    interface Conversion<T> {
        /** The value; null after a problem was reported. */
        @Nullable T convert(Values values, Report report);
    }

    @Override
    public @Nullable T read(Tree tree, Report report) {
        Values values = section.read(tree, report);
        return values == null ? null : conversion.convert(values, report);
    }

    @Override
    public String label() {
        return section.label();
    }

    @Override
    public ObjectNode schema() {
        return section.schema();
    }
}
