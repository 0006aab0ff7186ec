package tori.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a delivery that was handed out; only {@link Claimed} makes them, so that none
 * goes a way that is not legal. Immutable.
 */
public final class Settlement {

    private final Claimed claimed;
    private final Station station;
    private final @Nullable Attempt attempt;

    Settlement(Claimed claimed, Station station, @Nullable Attempt attempt) {
        this.claimed = claimed;
        this.station = station;
        this.attempt = attempt;
    }

    /** What was handed out. */
    public Claimed claimed() {
        return claimed;
    }

    /** Where it stands now. */
    public Station station() {
        return station;
    }

    /** The attempt that was made; null if none was. */
    public @Nullable Attempt attempt() {
        return attempt;
    }

    @Override
    public String toString() {
        return claimed.id() + " → " + station;
    }
}
