package tori.config;

import java.util.HashMap;
import java.util.Map;

/**
 * Gives one instance for all values that are equal, of which a file with very many sites has very
 * many. Used by the loading thread, for one file.
 */
final class SharedValues {

    private final Map<Class<?>, Object> firsts = new HashMap<>();
    private final Map<Object, Object> known = new HashMap<>();

    /**
     * The first value seen that equals this one; both must be immutable.
     *
     * @param value whose class alone decides whether two are equal, as records and strings do
     */
    @SuppressWarnings("unchecked") // equal values are of one class
    <T> T of(T value) {
        Object first = firsts.putIfAbsent(value.getClass(), value);
        if (first == null) {
            // Most files have one site or two, and to hash the first records of a process is slow.
            return value;
        }
        known.putIfAbsent(first, first);
        return (T) known.computeIfAbsent(value, itself -> itself);
    }
}
