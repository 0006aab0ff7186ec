package tori.shopify;

/**
 * Is told of every change that a look found and what became of it, so that people can be told why
 * they were told nothing. Called on the monitor's thread.
 */
public interface ChangeJournal {

    /** Nobody wants to know. */
    ChangeJournal NONE =
            new ChangeJournal() {
                @Override
                public boolean isKept() {
                    return false;
                }

                @Override
                public void note(Noted noted) {}
            };

    /** What became of a change. */
    enum Fate {
        /** It is an event. */
        RAISED,
        /** It was there when the monitor looked first, which is told to nobody. */
        BASELINE,
        /** The feed is not believed. */
        GUARD,
        /** {@code events} does not select it. */
        EVENTS,
        /** {@code match} does not hold. */
        MATCH,
        /** The same was told less than a {@code cooldown} ago. */
        COOLDOWN
    }

    /**
     * One change.
     *
     * @param kind what happened, such as {@code restocked}
     * @param subject what it happened to, as events name it
     * @param words the same for people
     */
    record Noted(String kind, String subject, String words, Fate fate) {}

    /** Whether anybody wants to know: words cost something. */
    default boolean isKept() {
        return true;
    }

    /** Takes note of a change. */
    void note(Noted noted);
}
