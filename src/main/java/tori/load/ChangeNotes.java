package tori.load;

/** Is told of every change before any page shows it. Thread-safe. */
@FunctionalInterface
interface ChangeNotes {

    /**
     * A variant has changed.
     *
     * @param available what it is from now on
     */
    void changed(long variant, boolean available, long nowNanos);
}
