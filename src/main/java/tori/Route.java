package tori;

import tori.config.DeliveryConfig;
import tori.config.DeliveryMode;
import tori.dispatch.DispatchQueue;
import tori.model.EventType;

import java.util.List;

/**
 * One destination in force: where its events go in and by which lane. The lane's queue stays the
 * same over reloads, the settings are swapped under the reload's lock; read by any thread.
 */
final class Route {

    private final String destination;
    private final DispatchQueue queue;
    private final Amending amending;
    private volatile DeliveryConfig settings;

    Route(String destination, DispatchQueue queue, Amending amending, DeliveryConfig settings) {
        this.destination = destination;
        this.queue = queue;
        this.amending = amending;
        this.settings = settings;
    }

    String destination() {
        return destination;
    }

    DispatchQueue queue() {
        return queue;
    }

    /** Brings what was sent there up to date. */
    Amending amending() {
        return amending;
    }

    void settings(DeliveryConfig changed) {
        settings = changed;
    }

    /** Who is told in its place while it is unhealthy, in this order. */
    List<String> failover() {
        return settings.failover();
    }

    /** Whether events of this type are written down before they are sent here. */
    boolean owes(EventType type) {
        return switch (settings.mode()) {
            case GUARANTEED -> true;
            case FRESHEST -> false;
            case AUTO -> type.isGuaranteed();
        };
    }

    /** Whether everything is written down before it is sent here. */
    boolean owesAll() {
        return settings.mode() == DeliveryMode.GUARANTEED;
    }
}
