package tori.config;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * One key of config.yaml: the source of validation, JSON Schema and reference alike. Immutable, any
 * thread.
 *
 * @param name in snake_case
 * @param shape what its value must look like
 * @param doc what it means, in a sentence without a final stop
 * @param byDefault its default; null if it has none
 * @param required whether it must be there
 * @param legacy whether it is a key of the original file, with another key in its place today
 */
record Key<T>(
        String name,
        Shape<T> shape,
        String doc,
        @Nullable Default<T> byDefault,
        boolean required,
        boolean legacy) {

    static <T> Key<T> of(String name, Shape<T> shape, String doc) {
        return new Key<>(name, shape, doc, null, false, false);
    }

    /** A key of the original file. */
    static <T> Key<T> legacy(String name, Shape<T> shape, String modern) {
        String doc = "Key of the original file; today: " + modern;
        return new Key<>(name, shape, doc, null, false, true);
    }

    /** The same with a default, given as YAML. */
    Key<T> orElse(String text) {
        return new Key<>(name, shape, doc, new Default<>(name, shape, text), required, legacy);
    }

    /** The same, but it must be there. */
    Key<T> mandatory() {
        return new Key<>(name, shape, doc, byDefault, true, legacy);
    }

    /** The same, but it may be left out. */
    Key<T> optional() {
        return new Key<>(name, shape, doc, byDefault, false, legacy);
    }

    /** The default; the key must have one. */
    T fallback() {
        return Objects.requireNonNull(byDefault, name).value();
    }

    /** The default as one would write it; null if there is none. */
    @Nullable String written() {
        return byDefault == null ? null : byDefault.written();
    }
}
