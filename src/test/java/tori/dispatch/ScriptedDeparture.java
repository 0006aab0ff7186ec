package tori.dispatch;

import org.jspecify.annotations.Nullable;

import tori.model.Departure;
import tori.model.SendResult;
import tori.model.Sender;

import java.util.ArrayList;
import java.util.List;

/** Sends one event, unless told otherwise, and remembers what became of itself. */
final class ScriptedDeparture implements Departure {

    /** With how many permits it went; empty unless it did. */
    final List<Integer> permits = new ArrayList<>();

    /** Why it was turned away; empty unless it was. */
    final List<String> turnedAway = new ArrayList<>();

    private final int number;
    private boolean withoutSending;
    private @Nullable RuntimeException bug;

    ScriptedDeparture(int number) {
        this.number = number;
    }

    /** One that finds nothing to send. */
    static ScriptedDeparture withoutSending() {
        ScriptedDeparture departure = new ScriptedDeparture(0);
        departure.withoutSending = true;
        return departure;
    }

    /** One whose owner has a bug, wherever it is called. */
    static ScriptedDeparture broken() {
        ScriptedDeparture departure = new ScriptedDeparture(0);
        departure.bug = new IllegalStateException("a bug");
        return departure;
    }

    @Override
    public @Nullable SendResult depart(Sender sender, int permitsAtHand)
            throws InterruptedException {
        permits.add(permitsAtHand);
        if (bug != null) {
            throw bug;
        }
        return withoutSending ? null : sender.send(List.of(Events.price(number, 0)));
    }

    @Override
    public void turnedAway(String reason) {
        turnedAway.add(reason);
        if (bug != null) {
            throw bug;
        }
    }
}
