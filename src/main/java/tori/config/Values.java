package tori.config;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a section's keys were given; immutable. Says nothing about defaults and inheritance. */
final class Values {

    private final Place place;
    private final Map<String, Located<?>> values;
    private final Set<String> mentioned;

    private Values(Place place, Map<String, Located<?>> values, Set<String> mentioned) {
        this.place = place;
        this.values = values;
        this.mentioned = mentioned;
    }

    static Values none(Place place) {
        return new Values(place, Map.of(), Set.of());
    }

    /** Where the section starts. */
    Place place() {
        return place;
    }

    /** The key's value and where it is; null if it is not there or was not valid. */
    @SuppressWarnings("unchecked") // with() and Section put in only what the key's shape has read
    <T> @Nullable Located<T> find(Key<T> key) {
        return (Located<T>) values.get(key.name());
    }

    /** The key's value; null if it is not there or was not valid. */
    <T> @Nullable T get(Key<T> key) {
        Located<T> found = find(key);
        return found == null ? null : found.value();
    }

    /** The key's value, or its default. */
    <T> T getOrDefault(Key<T> key) {
        T value = get(key);
        return value == null ? key.fallback() : value;
    }

    /** Whether the key is there, valid or not. */
    boolean mentions(Key<?> key) {
        return mentioned.contains(key.name());
    }

    /** The same, and one more. */
    <T> Values with(Key<T> key, T value, Place valuePlace) {
        Builder builder = new Builder(place);
        builder.values.putAll(values);
        builder.mentioned.addAll(mentioned);
        builder.put(key, value, valuePlace);
        return builder.build();
    }

    /** The same, and one less. */
    Values without(Key<?> key) {
        Builder builder = new Builder(place);
        builder.values.putAll(values);
        builder.mentioned.addAll(mentioned);
        builder.values.remove(key.name());
        builder.mentioned.remove(key.name());
        return builder.build();
    }

    /** Gathers the values of a section. */
    static final class Builder {

        private final Place place;
        private final Map<String, Located<?>> values = new HashMap<>();
        private final Set<String> mentioned = new HashSet<>();

        Builder(Place place) {
            this.place = place;
        }

        void mention(Key<?> key) {
            mentioned.add(key.name());
        }

        <T> void put(Key<T> key, T value, Place valuePlace) {
            mention(key);
            values.put(key.name(), new Located<>(value, valuePlace));
        }

        boolean mentions(Key<?> key) {
            return mentioned.contains(key.name());
        }

        Values build() {
            return new Values(place, Map.copyOf(values), Set.copyOf(mentioned));
        }
    }
}
