package tori.store;

/**
 * What the store could not write before it was closed.
 *
 * @param monitors how many monitors' latest changes are lost
 * @param events how many rows of the event log are lost
 */
public record Unwritten(int monitors, int events) {

    /** True if everything was written. */
    public boolean isNothing() {
        return monitors == 0 && events == 0;
    }
}
