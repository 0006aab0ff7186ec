package tori.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

/**
 * What a value must look like: reads it, and describes it for people and for the JSON Schema.
 * Immutable, any thread.
 *
 * @param <T> what it is read as
 */
interface Shape<T> {

    /** The value; null after a problem was reported. */
    @Nullable T read(Tree tree, Report report);

    /** In a word or two, for the reference. */
    String label();

    /** The JSON Schema of what {@link #read} accepts. */
    ObjectNode schema();
}
