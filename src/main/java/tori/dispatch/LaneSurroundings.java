package tori.dispatch;

import tori.model.Event;

import java.time.Instant;
import java.util.List;

/**
 * What lanes ask of the rest of tori. Called on the dispatcher thread: no method blocks or throws.
 */
public interface LaneSurroundings {

    /** Nobody: what a lane cannot send stays there, and what it drops is counted only. */
    LaneSurroundings NONE =
            new LaneSurroundings() {
                @Override
                public boolean hasStandIn(String destination) {
                    return false;
                }

                @Override
                public boolean handOver(String destination, List<Event> oldestFirst) {
                    return false;
                }

                @Override
                public void gone(String destination, String reason) {}

                @Override
                public void dropped(Dropped dropped) {}

                @Override
                public void quietIsOver(Withheld withheld) {}
            };

    /**
     * What was not told for want of room or time, told once it is calm again.
     *
     * @param destination who was not told
     * @param evicted for want of room
     * @param expired too old
     */
    record Dropped(String destination, long evicted, long expired) {

        /** How many in all. */
        public long events() {
            return evicted + expired;
        }
    }

    /**
     * What was held back in quiet hours.
     *
     * @param destination who was not told
     * @param newestFirst the newest of the events that nothing has overtaken
     * @param more how many older ones there were beside these
     * @param from when the quiet hours began
     * @param until when they ended
     */
    record Withheld(
            String destination, List<Event> newestFirst, int more, Instant from, Instant until) {

        public Withheld {
            newestFirst = List.copyOf(newestFirst);
        }

        /** How many in all. */
        public int events() {
            return newestFirst.size() + more;
        }
    }

    /** Whether there is somebody who would take a destination's events now. */
    boolean hasStandIn(String destination);

    /**
     * Gives events of a destination that takes none to one that stands in for it.
     *
     * @return false if there is nobody: then the lane keeps them
     */
    boolean handOver(String destination, List<Event> oldestFirst);

    /**
     * A destination was deleted or is closed to us; it is not called any more.
     *
     * @param reason what it said
     */
    void gone(String destination, String reason);

    /** A storm is over in which events were dropped. */
    void dropped(Dropped dropped);

    /** Quiet hours are over, and something happened meanwhile. */
    void quietIsOver(Withheld withheld);
}
