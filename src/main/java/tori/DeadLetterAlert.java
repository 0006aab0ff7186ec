package tori;

import org.jspecify.annotations.Nullable;

import tori.delivery.Attempt;
import tori.delivery.DeadLetters;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;
import tori.delivery.DeliveryStore;
import tori.delivery.Settlement;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Owed;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells people through another destination that a destination has dead letters: once, until there
 * are none left. Called on the store's thread and never blocks it, {@link #resume} aside.
 *
 * <p>The alert's key is made of the dead letter's number, so that telling it again after a crash
 * adds nothing where it was owed already.
 */
final class DeadLetterAlert implements DeadLetters {

    /** Chooses who is told. */
    interface Substitutes {
        /**
         * Who can be told in place of a destination; null if nobody.
         *
         * @param avoid those that have shown that they do not take everything
         */
        @Nullable String instead(String destination, Set<String> avoid);
    }

    private static final MonitorId SOURCE = new MonitorId("tori", "outbox");

    private final Substitutes substitutes;
    private final Consumer<Owed> outbox;
    private final Notices notices;

    /** The destinations that have not taken everything. */
    private final Set<String> troubled = new HashSet<>();

    /** Those of which people have been told. */
    private final Set<String> announced = new HashSet<>();

    /**
     * @param outbox takes over what is owed, without blocking
     */
    DeadLetterAlert(Substitutes substitutes, Consumer<Owed> outbox, Notices notices) {
        this.substitutes = substitutes;
        this.outbox = outbox;
        this.notices = notices;
    }

    /**
     * Tells what the last process could not tell any more, of these destinations. Blocks for some
     * disk reads; before anything is sent.
     */
    void resume(DeliveryStore store, List<String> destinations)
            throws IOException, InterruptedException {
        for (String destination : destinations) {
            DeliveryFilter dead =
                    new DeliveryFilter(List.of(), List.of(DeliveryState.FAILED), destination);
            int count = (int) Math.min(store.count(dead), Integer.MAX_VALUE);
            if (count > 0) {
                DeliveryRow first = store.list(dead, 1, count - 1).getFirst();
                EventType type = EventType.ofWireName(first.type());
                if (type != null && troubled(destination, type, true)) {
                    String reason = first.reason() == null ? "no attempt was made" : first.reason();
                    tell(destination, first.id(), first.type(), first.source(), reason);
                }
            }
        }
    }

    @Override
    public void died(Settlement settlement, boolean first) {
        Event dead = settlement.claimed().event();
        String destination = settlement.claimed().destination();
        boolean announce = troubled(destination, dead.type(), first);
        if (dead.type() == EventType.DELIVERY_FAILED) {
            pass(destination, dead);
        } else if (announce) {
            Attempt attempt = settlement.attempt();
            tell(
                    destination,
                    settlement.claimed().id(),
                    dead.type().wireName(),
                    dead.source().source(),
                    attempt == null ? "no attempt was made" : attempt.detail());
        }
    }

    /** Takes note of a dead letter; returns whether its destination is to be announced now. */
    private synchronized boolean troubled(String destination, EventType type, boolean first) {
        troubled.add(destination);
        // A dead alert is no news of its destination: its own first dead letter is still to come.
        return type != EventType.DELIVERY_FAILED && (announced.add(destination) || first);
    }

    /** An alert that could not be delivered is told to one that has taken everything so far. */
    private synchronized void pass(String destination, Event alert) {
        String other = substitutes.instead(destination, Set.copyOf(troubled));
        if (other != null && !troubled.contains(other)) {
            outbox.accept(new Owed(other, alert));
        }
    }

    private void tell(String destination, long id, String type, String source, String reason) {
        String other;
        synchronized (this) {
            other = substitutes.instead(destination, Set.copyOf(troubled));
        }
        if (other == null) {
            return;
        }
        Notice words =
                new Notice(
                        type
                                + " of "
                                + source
                                + " could not be delivered to "
                                + destination
                                + ": "
                                + reason
                                + ". It is kept as dead letter "
                                + id
                                + "; later ones of this destination are not announced. See:"
                                + " deliveries list, deliveries retry.",
                        "dead-letter-" + id);
        Event alert = notices.of(EventType.DELIVERY_FAILED, SOURCE, destination, words);
        outbox.accept(new Owed(other, alert));
    }
}
