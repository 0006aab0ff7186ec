package tori.store;

import org.jspecify.annotations.Nullable;

/** What is wrong with the store, for whoever has to know. Written by the writer, any thread. */
final class StoreCondition {

    private final Engine engine;
    private volatile @Nullable String failing;

    StoreCondition(Engine engine) {
        this.engine = engine;
    }

    /** What sentences call the store. */
    String name() {
        return engine.name();
    }

    /** The last attempt to write failed like this; null if it did not. */
    void failing(@Nullable String sentence) {
        failing = sentence;
    }

    /** Whether what is written now will be gone at the next start. May ask the file system. */
    boolean isLost() {
        return engine.lost() != null;
    }

    /** Why that is so, in a sentence; null if it is not. May ask the file system. */
    @Nullable String lost() {
        return engine.lost();
    }

    /** In a sentence; null if all is well. */
    @Nullable String trouble() {
        String lost = engine.lost();
        return lost != null ? lost : failing;
    }
}
