package tori.config;

import java.util.List;

/**
 * The ways polls take to the stores, and who is asked where those are. Immutable, any thread.
 *
 * @param proxies polls go through one of them; directly if there are none
 * @param direct hosts that are polled directly all the same: a name stands for itself and all below
 *     it, in lower case
 * @param dnsFallback resolvers that are asked when the system's fails, in this order
 */
public record PathsConfig(
        List<ProxyConfig> proxies, List<String> direct, List<DohConfig> dnsFallback) {

    /** Directly, and nobody but the system is asked. */
    public static final PathsConfig DIRECT = new PathsConfig(List.of(), List.of(), List.of());

    public PathsConfig {
        proxies = List.copyOf(proxies);
        direct = List.copyOf(direct);
        dnsFallback = List.copyOf(dnsFallback);
    }
}
