package tori;

import org.jspecify.annotations.Nullable;

import tori.delivery.Attempt;
import tori.delivery.DeadLetters;
import tori.delivery.Settlement;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Owed;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tells people that a destination has its first dead letter, through another destination. Called on
 * the store's thread and never blocks it.
 */
final class DeadLetterAlert implements DeadLetters {

    private static final MonitorId SOURCE = new MonitorId("tori", "outbox");

    private final Function<String, @Nullable String> substitutes;
    private final Consumer<Owed> outbox;
    private final Notices notices;

    /**
     * @param substitutes who can be told in place of a destination; null if nobody
     * @param outbox takes over what is owed, without blocking
     */
    DeadLetterAlert(
            Function<String, @Nullable String> substitutes,
            Consumer<Owed> outbox,
            Notices notices) {
        this.substitutes = substitutes;
        this.outbox = outbox;
        this.notices = notices;
    }

    @Override
    public void first(Settlement settlement) {
        String destination = settlement.claimed().destination();
        Event dead = settlement.claimed().event();
        Attempt attempt = settlement.attempt();
        String reason = attempt == null ? "no attempt was made" : attempt.detail();
        // An alert about an alert would go round in circles.
        String other =
                dead.type() == EventType.DELIVERY_FAILED ? null : substitutes.apply(destination);
        if (other != null) {
            outbox.accept(new Owed(other, alert(settlement, destination, reason)));
        }
    }

    private Event alert(Settlement settlement, String destination, String reason) {
        Event dead = settlement.claimed().event();
        return notices.of(
                EventType.DELIVERY_FAILED,
                SOURCE,
                destination,
                new Notice(
                        dead.type().wireName()
                                + " of "
                                + dead.source()
                                + " could not be delivered to "
                                + destination
                                + ": "
                                + reason
                                + ". It is kept as dead letter "
                                + settlement.claimed().id()
                                + "; later ones of this destination are not announced. See:"
                                + " deliveries list, deliveries retry."));
    }
}
