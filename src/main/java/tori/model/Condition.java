package tori.model;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** How something that is checked is doing. */
public enum Condition {
    /** Nobody can say: it was not looked at yet, or tori itself could not look. */
    UNKNOWN,
    /** The last check passed. */
    UP,
    /** Checks fail, but not often enough to be sure. */
    SUSPECT,
    /** An incident is open. */
    DOWN,
    /** An incident is open, but checks pass again. */
    RECOVERING,
    /** It may fail now, and nobody is told. */
    MAINTENANCE;

    /** As programs and people read it: {@code down}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The condition of this word; null if there is none. */
    public static @Nullable Condition ofWord(String word) {
        for (Condition condition : values()) {
            if (condition.word().equals(word)) {
                return condition;
            }
        }
        return null;
    }
}
