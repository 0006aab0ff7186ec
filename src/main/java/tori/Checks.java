package tori;

import org.jspecify.annotations.Nullable;

import tori.check.CheckFactory;
import tori.check.CheckSurroundings;
import tori.check.Connectivity;
import tori.check.InspectedCheck;
import tori.check.NameLookups;
import tori.check.SystemNetwork;
import tori.config.Config;
import tori.config.DnsCheckConfig;
import tori.config.HeartbeatConfig;
import tori.config.HttpCheckConfig;
import tori.config.MonitorConfig;
import tori.config.ShopifyConfig;
import tori.config.ShopifyPasswordConfig;
import tori.config.ShopifyProductConfig;
import tori.config.TcpCheckConfig;
import tori.network.AddressFence;
import tori.time.NanoClock;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Makes the checks that the configuration asks for, with what they share in this process: look-ups
 * of names, and one opinion about the own network. Thread-safe.
 */
final class Checks implements AutoCloseable {

    private final NameLookups names = new NameLookups(NameLookups.Source.SYSTEM);
    private final Connectivity connectivity;
    private final CheckFactory factory;
    private final AddressFence fence;
    private volatile String userAgent;

    /** For which nothing was added while tori runs. */
    Checks(Config config, NanoClock clock, InstantSource wall) {
        this(config, clock, wall, new AddressFence(List.of()));
    }

    /**
     * @param fence says where monitors may look that were added while tori runs
     */
    Checks(Config config, NanoClock clock, InstantSource wall, AddressFence fence) {
        this.fence = fence;
        SystemNetwork network = new SystemNetwork(names);
        this.userAgent = config.http().userAgent(Version.number());
        this.connectivity = new Connectivity(config.connectivity(), network, network, clock);
        this.factory =
                new CheckFactory(
                        new CheckSurroundings(names, () -> userAgent, clock, wall), connectivity);
    }

    /** Puts another configuration in force, for the checks there are and those to come. */
    void configure(Config config) {
        userAgent = config.http().userAgent(Version.number());
        connectivity.configure(config.connectivity());
    }

    /** Makes checks of kinds known. */
    CheckFactory factory() {
        return factory;
    }

    /** Says where monitors may look that were added while tori runs. */
    AddressFence fence() {
        return fence;
    }

    /** The check that a monitor makes, which has not looked yet; null if it makes none. */
    @Nullable InspectedCheck of(MonitorConfig monitor) {
        Duration timeout = monitor.schedule().timeout();
        return switch (monitor.kind()) {
            case HttpCheckConfig http -> factory.http(http, timeout);
            case TcpCheckConfig tcp -> factory.tcp(tcp, timeout);
            case DnsCheckConfig dns -> factory.dns(dns, timeout);
            // A heartbeat waits for pushes; the others look at stores.
            case HeartbeatConfig _,
                    ShopifyConfig _,
                    ShopifyProductConfig _,
                    ShopifyPasswordConfig _ ->
                    null;
        };
    }

    /** Ends the look-ups under way. */
    @Override
    public void close() {
        names.close();
    }
}
