package tori.model;

import org.jspecify.annotations.Nullable;

/** One request that waits until a destination's limits let it go. */
public interface Departure {

    /**
     * Sends now; called once, on a virtual thread, while the permits for one request are held.
     *
     * @param sender what to send with
     * @param permits how many requests the limits would let go now, this one included; {@link
     *     Integer#MAX_VALUE} where nothing limits them
     * @return how it ended; null if nothing was sent, in which case the permits are given back
     */
    @Nullable SendResult depart(Sender sender, int permits) throws InterruptedException;

    /**
     * The destination was closed, is gone or was removed: this will not depart. Called once, and
     * instead of {@link #depart}, by any thread; must not block.
     *
     * @param reason in words
     */
    void turnedAway(String reason);
}
