package tori;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Owed;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tells people through another destination that one was deleted by its owner, or is closed to us:
 * once, until it is configured anew or tori is restarted. Any thread; never blocks.
 */
final class GoneAlert {

    private static final Logger LOG = LoggerFactory.getLogger(GoneAlert.class);
    private static final MonitorId SOURCE = new MonitorId("tori", "destinations");

    private final Function<String, @Nullable String> witnesses;
    private final Function<String, List<String>> failovers;
    private final Consumer<Owed> outbox;
    private final Notices notices;
    private final Set<String> announced = ConcurrentHashMap.newKeySet();

    /**
     * @param witnesses who can be told that a destination is gone; null for nobody
     * @param failovers who stands in for a destination
     * @param outbox takes over what is owed, without blocking
     */
    GoneAlert(
            Function<String, @Nullable String> witnesses,
            Function<String, List<String>> failovers,
            Consumer<Owed> outbox,
            Notices notices) {
        this.witnesses = witnesses;
        this.failovers = failovers;
        this.outbox = outbox;
        this.notices = notices;
    }

    /**
     * A destination is gone.
     *
     * @param reason what it said
     */
    void gone(String destination, String reason) {
        if (!announced.add(destination)) {
            return;
        }
        String witness = witnesses.apply(destination);
        if (witness == null) {
            LOG.warn("{} is gone and there is no other destination to tell of it", destination);
            return;
        }
        List<String> failover = failovers.apply(destination);
        Notice words =
                new Notice(
                        destination
                                + " is gone: "
                                + reason
                                + ". Its webhook was deleted, or its address is wrong: tori does"
                                + " not call it any more. "
                                + (failover.isEmpty()
                                        ? "Its alerts are dropped"
                                        : "Its alerts go to " + String.join(" or ", failover))
                                + " until it is given another address in the configuration.");
        Event alert = notices.of(EventType.DELIVERY_FAILED, SOURCE, destination, words);
        outbox.accept(new Owed(witness, alert));
    }

    /** A destination is configured anew: what is told of it then is news. */
    void forget(String destination) {
        announced.remove(destination);
    }
}
