package tori;

import org.jspecify.annotations.Nullable;

import tori.config.Config;
import tori.config.DestinationConfig;
import tori.config.NotifyConfig;
import tori.config.QuietConfig;
import tori.dispatch.LaneSurroundings;
import tori.model.Event;
import tori.model.Owed;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Cares for what a lane cannot do by itself: another destination steps in, people are told by a
 * guaranteed message. Runs on the dispatcher thread and never blocks it.
 */
final class LaneCare implements LaneSurroundings {

    /** What is in force; asked only once everything is put together. Any thread. */
    interface InForce {
        Destinations destinations();

        Watches watches();

        Config config();
    }

    private final InForce inForce;
    private final Consumer<Owed> outbox;
    private final Digests digests;
    private final GoneAlert goneAlert;

    /**
     * @param outbox takes over what is owed, without blocking
     */
    LaneCare(InForce inForce, Notices notices, Consumer<Owed> outbox) {
        this.inForce = inForce;
        this.outbox = outbox;
        this.digests = new Digests(notices, this::zone);
        this.goneAlert =
                new GoneAlert(
                        this::witness,
                        gone -> inForce.destinations().failover(gone),
                        outbox,
                        notices);
    }

    /** These destinations have another configuration: what becomes of them is news. Any thread. */
    void renewed(Set<String> destinations) {
        destinations.forEach(goneAlert::forget);
    }

    private @Nullable String witness(String gone) {
        Set<NotifyConfig> notified = new HashSet<>();
        inForce.config().monitors().forEach(monitor -> notified.add(monitor.told()));
        return inForce.destinations().witness(gone, notified, this::callsPeople);
    }

    /** A file is read when somebody wonders why nobody calls. */
    private boolean callsPeople(String destination) {
        return switch (inForce.config().destinations().get(destination)) {
            case DestinationConfig.Discord _, DestinationConfig.Webhook _ -> true;
            case DestinationConfig.File _, DestinationConfig.Console _ -> false;
            case null -> false;
        };
    }

    /** By whose clock a destination is told the time. */
    private ZoneId zone(String destination) {
        DestinationConfig config = inForce.config().destinations().get(destination);
        QuietConfig quiet = config == null ? null : config.delivery().quiet();
        return quiet == null ? ZoneId.systemDefault() : quiet.hours().zone();
    }

    @Override
    public boolean hasStandIn(String destination) {
        return inForce.destinations().hasStandIn(destination);
    }

    @Override
    public boolean handOver(String destination, List<Event> oldestFirst) {
        Watches watches = inForce.watches();
        return inForce.destinations().handOver(destination, oldestFirst, watches::tells);
    }

    @Override
    public void gone(String destination, String reason) {
        goneAlert.gone(destination, reason);
    }

    @Override
    public void dropped(Dropped dropped) {
        outbox.accept(new Owed(dropped.destination(), digests.of(dropped)));
    }

    @Override
    public void quietIsOver(Withheld withheld) {
        outbox.accept(new Owed(withheld.destination(), digests.of(withheld)));
    }
}
