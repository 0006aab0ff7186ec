package tori.check;

import org.jspecify.annotations.Nullable;

import tori.config.DnsCheckConfig;
import tori.config.HttpCheckConfig;
import tori.config.TcpCheckConfig;
import tori.network.AddressFence;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

import javax.net.ssl.X509TrustManager;

/**
 * Makes checks of what the configuration says. Thread-safe. Checks of this machine itself are not
 * guarded: they need no network.
 */
public final class CheckFactory {

    private final CheckSurroundings surroundings;
    private final Connectivity connectivity;
    private final HttpClients clients;
    private final AnswerMemory memory;
    private final @Nullable AddressFence fence;

    public CheckFactory(CheckSurroundings surroundings, Connectivity connectivity) {
        this(surroundings, connectivity, HttpClients::systemTrust);
    }

    CheckFactory(
            CheckSurroundings surroundings,
            Connectivity connectivity,
            Supplier<X509TrustManager> trust) {
        this(
                surroundings,
                connectivity,
                new HttpClients(trust),
                AnswerMemory.ofThisMachine(),
                null);
    }

    private CheckFactory(
            CheckSurroundings surroundings,
            Connectivity connectivity,
            HttpClients clients,
            AnswerMemory memory,
            @Nullable AddressFence fence) {
        this.surroundings = surroundings;
        this.connectivity = connectivity;
        this.clients = clients;
        this.memory = memory;
        this.fence = fence;
    }

    /** One whose checks connect only where the fence lets them; clocks and memory are the same. */
    public CheckFactory within(AddressFence other) {
        return new CheckFactory(surroundings, connectivity, clients.within(other), memory, other);
    }

    /**
     * A check over HTTP.
     *
     * @param timeout of a whole check, redirects included
     */
    public InspectedCheck http(HttpCheckConfig config, Duration timeout) {
        String host = URI.create(config.url()).getHost().replaceAll("[\\[\\]]", "");
        return guarded(host, new HttpCheck(config, timeout, clients, memory, surroundings));
    }

    /**
     * A check of a port.
     *
     * @param timeout of a whole check
     */
    public InspectedCheck tcp(TcpCheckConfig config, Duration timeout) {
        return guarded(config.address().host(), new TcpCheck(config, timeout, surroundings, fence));
    }

    /**
     * A check of a name.
     *
     * @param timeout of each server that is asked
     */
    public InspectedCheck dns(DnsCheckConfig config, Duration timeout) {
        return new GuardedCheck(new DnsCheck(config, timeout, surroundings, fence), connectivity);
    }

    private InspectedCheck guarded(String host, InspectedCheck check) {
        return Targets.isLoopback(host) ? check : new GuardedCheck(check, connectivity);
    }
}
