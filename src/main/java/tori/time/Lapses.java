package tori.time;

import org.jspecify.annotations.Nullable;

/** Knows whether time goes on as usual. Thread-safe; nothing blocks. */
@FunctionalInterface
public interface Lapses {

    /** It always does. */
    Lapses NONE = () -> null;

    /** The last moment at which it did not; null if there was none. */
    @Nullable Lapse last();
}
