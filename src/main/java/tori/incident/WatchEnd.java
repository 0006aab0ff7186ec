package tori.incident;

import org.jspecify.annotations.Nullable;

import tori.model.Condition;
import tori.model.History;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Telling;
import tori.model.Transition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what follows where a monitor is watched no more: its incident is over, as nobody will see
 * how it goes on, and whoever was told of it is told that. Stateless, any thread.
 */
public final class WatchEnd {

    private static final String WORDS = "no longer watched";

    private final Gate gate;

    /**
     * @param gate knows what was told of an incident, or waits to be
     */
    public WatchEnd(Gate gate) {
        this.gate = gate;
    }

    /**
     * The step that ends the incident of a monitor; null if none is open.
     *
     * @param silent whether nobody is told of its incidents
     */
    public @Nullable Step of(MonitorId monitor, Standing before, boolean silent, Instant now) {
        Incident open = before.open();
        if (open == null) {
            return null;
        }
        List<Step.Told> told = new ArrayList<>();
        long sequence = before.sequence();
        Telling telling = open.telling();
        Instant ended = telling.told() ? null : gate.toldOver(open);
        Incident over = open.closed(now);
        if (ended != null) {
            over = open.with(telling.told(null)).closed(ended);
            sequence += 2;
        } else {
            Gate.Ending ending = telling.told() ? Gate.Ending.TOLD : gate.leave(open);
            if (ending == Gate.Ending.LATER) {
                sequence++;
                if (!silent) {
                    told.add(new Step.Told(Step.Kind.OPENED, open, sequence));
                }
            } else if (ending == Gate.Ending.TOLD && !telling.told()) {
                // What somebody else has told has had its number there.
                sequence++;
            }
            if (ending != Gate.Ending.OWN) {
                over = telling.told() ? over : open.with(telling.told(null)).closed(now);
                if (!silent) {
                    sequence++;
                    told.add(new Step.Told(Step.Kind.UNWATCHED, over, sequence));
                }
            }
        }
        Transition transition =
                new Transition(
                        monitor, now, before.condition(), Condition.UNKNOWN, "", WORDS, open.id());
        return new Step(
                new Standing(Condition.UNKNOWN, now, 0, 0, null, null, sequence),
                told,
                new History(List.of(transition), List.of(over)),
                true);
    }
}
