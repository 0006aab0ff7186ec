package tori.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys of the ways to the stores. Constants, and what checks them; any thread. */
final class PathKeys {

    /** More than anybody rents for one machine; each holds connections of its own. */
    private static final int MAX_PROXIES = 1_000;

    /** More would only make a failing look-up longer than anybody waits. */
    private static final int MAX_RESOLVERS = 4;

    static final Key<List<Located<ProxyConfig>>> PROXIES =
            Key.of(
                            "proxies",
                            ListShape.orSingle(PathAddresses.proxy()),
                            "Proxies that polls go through, `http://USER:PASSWORD@HOST:PORT` or"
                                    + " `socks5://…`; never directly as long as there is one")
                    .orElse("[]");
    static final Key<List<Located<String>>> NO_PROXY =
            Key.of(
                            "no_proxy",
                            ListShape.orSingle(PathAddresses.directHost()),
                            "Hosts that are polled directly all the same, each with all names"
                                    + " below it")
                    .orElse("[]");
    static final Key<DohConfig> RESOLVER_URL =
            Key.of("url", PathAddresses.resolverWithAddresses(), "Where queries go").mandatory();
    static final Key<List<Located<String>>> RESOLVER_ADDRESSES =
            Key.of(
                            "addresses",
                            ListShape.orSingle(PathAddresses.literal()),
                            "IP addresses of the resolver's host, as nobody can be asked for them")
                    .mandatory();
    static final Key<List<Located<DohConfig>>> FALLBACK =
            Key.of(
                            "fallback",
                            ListShape.orSingle(
                                    new EitherShape<>(
                                            PathAddresses.resolver(),
                                            new MappedShape<>(
                                                    Section.of(
                                                            "resolver",
                                                            RESOLVER_URL,
                                                            RESOLVER_ADDRESSES),
                                                    PathKeys::resolver))),
                            "DNS-over-HTTPS resolvers that are asked when the system's fails, in"
                                    + " this order")
                    .orElse("[]");
    static final Key<List<Located<DohConfig>>> DNS =
            Key.of(
                            "dns",
                            new MappedShape<>(Section.of("look-ups", FALLBACK), PathKeys::dns),
                            "Who is asked for addresses")
                    .orElse("{}");

    private PathKeys() {}

    private static DohConfig resolver(Values values, Report report) {
        DohConfig named = values.get(RESOLVER_URL);
        List<Located<String>> addresses = values.get(RESOLVER_ADDRESSES);
        if (addresses != null && addresses.isEmpty()) {
            report.problem(values.place(), "has no addresses; give at least one");
        }
        return named == null || addresses == null
                ? PathAddresses.NO_RESOLVER
                : new DohConfig(named.url(), addresses.stream().map(Located::value).toList());
    }

    private static List<Located<DohConfig>> dns(Values values, Report report) {
        return values.getOrDefault(FALLBACK);
    }

    /** The ways, and what no key can know by itself. */
    static PathsConfig paths(Values values, Report report) {
        List<Located<ProxyConfig>> proxies = values.getOrDefault(PROXIES);
        List<Located<String>> direct = values.getOrDefault(NO_PROXY);
        List<Located<DohConfig>> resolvers = values.getOrDefault(DNS);
        checkProxies(proxies, report);
        if (resolvers.size() > MAX_RESOLVERS) {
            report.problem(
                    resolvers.get(MAX_RESOLVERS).place(),
                    "is one resolver too many; give at most " + MAX_RESOLVERS);
        }
        Located<List<Located<String>>> exceptions = values.find(NO_PROXY);
        if (exceptions != null && !direct.isEmpty() && !values.mentions(PROXIES)) {
            report.warning(
                    exceptions.place(),
                    "has no effect where there is no proxy; give 'proxies', or remove it");
        }
        return new PathsConfig(
                proxies.stream().map(Located::value).toList(),
                direct.stream().map(Located::value).toList(),
                resolvers.stream().map(Located::value).toList());
    }

    private static void checkProxies(List<Located<ProxyConfig>> proxies, Report report) {
        Map<ProxyConfig, Place> seen = new HashMap<>();
        List<Located<ProxyConfig>> repeated = new ArrayList<>();
        for (Located<ProxyConfig> proxy : proxies) {
            if (seen.putIfAbsent(proxy.value(), proxy.place()) != null) {
                repeated.add(proxy);
            }
        }
        repeated.forEach(proxy ->
                report.problem(
                        proxy.place(),
                        "the proxy " + proxy.value().address() + " is named twice; name it once"));
        if (proxies.size() > MAX_PROXIES) {
            report.problem(
                    proxies.get(MAX_PROXIES).place(),
                    "is one proxy too many; give at most " + MAX_PROXIES);
        }
    }
}
