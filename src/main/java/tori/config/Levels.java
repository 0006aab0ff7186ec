package tori.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Inheritance: the same keys at several levels, the later ones winning. Immutable, any thread.
 *
 * @param levels from the most general to the most particular
 */
record Levels(List<Values> levels) {

    /** What the most particular level that has the key says; null if none has. */
    <T> @Nullable Located<T> find(Key<T> key) {
        for (Values level : levels.reversed()) {
            Located<T> found = level.find(key);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The same, or the key's default. */
    <T> T get(Key<T> key) {
        Located<T> found = find(key);
        return found == null ? key.fallback() : found.value();
    }

    /** A section that is inherited key by key. */
    Levels section(Key<Values> key) {
        List<Values> sections = new ArrayList<>();
        for (Values level : levels) {
            Values section = level.get(key);
            if (section != null) {
                sections.add(section);
            }
        }
        return new Levels(sections);
    }
}
