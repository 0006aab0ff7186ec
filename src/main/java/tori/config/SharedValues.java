package tori.config;

import java.util.HashMap;
import java.util.Map;

/**
 * Gives one instance for all values that are equal, of which a file with very many sites has very
 * many. Used by the loading thread, for one file.
 */
final class SharedValues {

    private final Map<Object, Object> known = new HashMap<>();

    /**
     * The first value seen that equals this one; both must be immutable.
     *
     * @param value whose class alone decides whether two are equal, as records and strings do
     */
    @SuppressWarnings("unchecked") // equal values are of one class
    <T> T of(T value) {
        return (T) known.computeIfAbsent(value, first -> first);
    }
}
