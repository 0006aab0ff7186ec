package tori;

import tori.config.DeliveryConfig;
import tori.config.DestinationConfig;
import tori.config.QuietConfig;
import tori.delivery.LaneTerms;
import tori.dispatch.LaneSettings;
import tori.model.Sender;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * New senders and settings of destinations, not in use yet: what a sender refuses is found before
 * anything is swapped. To be opened or discarded, for senders hold connections. Immutable.
 */
final class PreparedDestinations {

    private final Map<String, Prepared> byName;

    /** What one destination is to have. */
    record Prepared(Sender sender, DeliveryConfig delivery) {

        LaneSettings freshest() {
            return SenderFactory.lane(delivery);
        }

        LaneTerms guaranteed() {
            QuietConfig quiet = delivery.quiet();
            return new LaneTerms(
                    sender.maxBatch(),
                    sender.maxInFlight(),
                    delivery.failover(),
                    quiet == null || !quiet.guaranteedWait() ? null : quiet.hours());
        }
    }

    private PreparedDestinations(Map<String, Prepared> byName) {
        this.byName = Collections.unmodifiableMap(byName);
    }

    /** Nothing. */
    static PreparedDestinations none() {
        return new PreparedDestinations(Map.of());
    }

    /**
     * Makes the senders of the wanted destinations, or none of them.
     *
     * @param senders makes one; throws {@code IllegalArgumentException} with a sentence if its
     *     settings are refused
     * @throws IllegalArgumentException with a sentence that names the destination
     */
    static PreparedDestinations of(
            Map<String, DestinationConfig> configs,
            Set<String> wanted,
            Function<DestinationConfig, Sender> senders) {
        Map<String, Prepared> byName = new LinkedHashMap<>();
        configs.forEach((name, config) -> {
            if (wanted.contains(name)) {
                try {
                    byName.put(name, new Prepared(senders.apply(config), config.delivery()));
                } catch (IllegalArgumentException e) {
                    new PreparedDestinations(byName).discard();
                    throw new IllegalArgumentException(
                            "destinations." + name + ": " + e.getMessage(), e);
                }
            }
        });
        return new PreparedDestinations(byName);
    }

    /** In the configuration's order. */
    Map<String, Prepared> byName() {
        return byName;
    }

    /** Closes the senders, which nobody will use. */
    void discard() {
        byName.values().forEach(prepared -> prepared.sender().close());
    }
}
