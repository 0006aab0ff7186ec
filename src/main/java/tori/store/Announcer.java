package tori.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.delivery.DeliveryStore.Listener;
import tori.telemetry.Meters;

/** Tells the listener what a commit has made possible; on the writer's thread. */
final class Announcer {

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    private final Meters meters;
    private volatile @Nullable Listener listener;

    Announcer(Meters meters) {
        this.meters = meters;
    }

    /** Who is told from now on. Any thread. */
    void listen(Listener newListener) {
        listener = newListener;
    }

    void tell(Deliveries.News news) {
        Listener told = listener;
        if (told == null) {
            return;
        }
        try {
            news.readied().forEach(told::ready);
            news.deaths().forEach(death -> told.died(death.settlement(), death.first()));
        } catch (RuntimeException e) {
            meters.loopFailed("store");
            LOG.error("whoever waits for deliveries could not be told", e);
        }
    }
}
