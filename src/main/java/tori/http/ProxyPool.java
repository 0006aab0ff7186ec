package tori.http;

import org.jspecify.annotations.Nullable;

import tori.config.PathsConfig;
import tori.config.ProxyConfig;
import tori.telemetry.ProxyReading;
import tori.time.NanoClock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Chooses the proxy of each fetch. Thread-safe.
 *
 * <p>Every host has its own, given in turn, so that its connection stays open and the load is
 * spread; while that one cools down, the next in the list that does not. A host moves on to the
 * next for good when it turns away what comes through the one it has.
 */
public final class ProxyPool {

    /** Hosts whose proxy is remembered; beyond it all are given anew. */
    private static final int MAX_HOSTS = 100_000;

    private final List<PooledProxy> proxies;
    private final List<String> direct;
    private final NanoClock clock;
    private final Map<String, Integer> homes = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    /** Nobody goes through a proxy. */
    public static ProxyPool none(NanoClock clock) {
        return new ProxyPool(List.of(), List.of(), clock);
    }

    private ProxyPool(List<PooledProxy> proxies, List<String> direct, NanoClock clock) {
        this.proxies = List.copyOf(proxies);
        this.direct = List.copyOf(direct);
        this.clock = clock;
    }

    /**
     * The pool for other paths. Proxies that are in both keep their health and their counts.
     *
     * @param random spreads cool-downs
     */
    public ProxyPool reconfigured(PathsConfig paths, RandomGenerator random) {
        Map<String, PooledProxy> known = new HashMap<>();
        proxies.forEach(proxy -> known.put(proxy.label(), proxy));
        Map<String, Integer> numbers = new HashMap<>();
        List<PooledProxy> next = new ArrayList<>();
        for (ProxyConfig config : paths.proxies()) {
            int number = numbers.merge(config.address(), 1, Integer::sum);
            // Several users of one gateway are several proxies.
            String label = config.address() + (number == 1 ? "" : " (" + number + ")");
            PooledProxy same = known.get(label);
            next.add(
                    same != null && same.config().equals(config)
                            ? same
                            : new PooledProxy(config, label, random));
        }
        return new ProxyPool(next, paths.direct(), clock);
    }

    /** Whether this host is polled through a proxy. */
    public boolean covers(String host) {
        if (proxies.isEmpty()) {
            return false;
        }
        for (String name : direct) {
            if (host.equals(name) || host.endsWith("." + name)) {
                return false;
            }
        }
        return true;
    }

    List<PooledProxy> proxies() {
        return proxies;
    }

    /** Where requests to this host go now, for the gate: what the host sees come is the proxy. */
    public String exitFor(String host) {
        int home = home(host);
        long now = clock.nanoTime();
        for (int i = 0; i < proxies.size(); i++) {
            PooledProxy proxy = proxies.get((home + i) % proxies.size());
            if (proxy.usable(now)) {
                return proxy.label() + " (proxy)";
            }
        }
        return proxies.get(home).label() + " (proxy)";
    }

    /**
     * Takes the right to a fetch through the host's proxy, or the best there is instead; it is to
     * be settled.
     *
     * @param tried not to be given again
     * @return null if there is none
     */
    @Nullable PooledProxy take(String host, Set<PooledProxy> tried) {
        int home = home(host);
        long now = clock.nanoTime();
        for (int i = 0; i < proxies.size(); i++) {
            PooledProxy proxy = proxies.get((home + i) % proxies.size());
            if (!tried.contains(proxy) && proxy.take(now)) {
                return proxy;
            }
        }
        PooledProxy longestAgo = null;
        for (PooledProxy proxy : proxies) {
            if (!tried.contains(proxy)
                    && (longestAgo == null || proxy.failedNanos() - longestAgo.failedNanos() < 0)) {
                longestAgo = proxy;
            }
        }
        return longestAgo != null && longestAgo.takeEarly(now) ? longestAgo : null;
    }

    /** The host gets the proxy after this one from now on. */
    void moveOn(String host, PooledProxy from) {
        homes.put(host, (proxies.indexOf(from) + 1) % proxies.size());
    }

    private int home(String host) {
        Integer home = homes.get(host);
        if (home != null) {
            return home;
        }
        if (homes.size() >= MAX_HOSTS) {
            homes.clear();
        }
        return homes.computeIfAbsent(
                host, name -> Math.floorMod(turn.getAndIncrement(), proxies.size()));
    }

    /** What is wrong with those that cool down, for people. */
    List<String> troubles() {
        return proxies.stream()
                .map(PooledProxy::trouble)
                .filter(trouble -> !trouble.isEmpty())
                .toList();
    }

    /** How each does. */
    public List<ProxyReading> readings() {
        return proxies.stream().map(PooledProxy::reading).toList();
    }
}
