package tori.config;

import tori.network.AddressFence;
import tori.network.FencedAddressException;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads monitors that are added to those of a file, by the rules of the file and with what it lets
 * monitors inherit. Immutable, any thread.
 */
public final class AddedMonitorLoader {

    /** Keys that would have tori write files, or define what is the operator's to define. */
    static final Set<String> REFUSED =
            Set.of(
                    RecordKeys.RECORD.name(),
                    LegacyKeys.ENDPOINT_URL.name(),
                    LegacyKeys.PRODUCT_IDS.name(),
                    LegacyKeys.NOTIFIER.name());

    private final Values defaults;
    private final Map<String, Located<Values>> destinations;
    private final AddedMonitorTerms terms;

    private AddedMonitorLoader(
            Values defaults, Map<String, Located<Values>> destinations, AddedMonitorTerms terms) {
        this.defaults = defaults;
        this.destinations = destinations;
        this.terms = terms;
    }

    /**
     * @param root in today's keys
     * @param config what it means
     */
    static AddedMonitorLoader of(Values root, Config config) {
        Values defaults = root.get(Keys.DEFAULTS);
        Map<String, Located<Values>> destinations = root.get(DestinationKeys.DESTINATIONS);
        return new AddedMonitorLoader(
                (defaults == null ? Values.none(root.place()) : defaults)
                        .without(RecordKeys.RECORD),
                destinations == null
                        ? Map.of()
                        : Collections.unmodifiableMap(new LinkedHashMap<>(destinations)),
                config.server() == null ? AddedMonitorTerms.STANDARD : config.server().monitors());
    }

    /**
     * Whose a monitor is.
     *
     * @param site the site it belongs to
     * @param operator whether it may tell every destination, and tells those that all monitors tell
     *     by default; else it tells those that users may name, and only if it names them
     */
    public record Owner(String site, boolean operator) {}

    /** What came of a document. */
    public sealed interface Reading {

        /** It is valid. */
        record Good(AddedMonitor monitor) implements Reading {}

        /**
         * It is not.
         *
         * @param reasons at least one; each begins with the key, where there is one
         */
        record Bad(List<String> reasons) implements Reading {
            public Bad {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /**
     * Reads a monitor.
     *
     * @param others what it may depend on
     */
    public Reading load(MonitorDocument document, Owner owner, OtherMonitors others) {
        Report report = new Report("");
        Tree.Mapping tree = document.tree(report);
        List<String> masks = document.emptyMasks();
        for (String place : masks) {
            report.problem(
                    report.place(1, masks.indexOf(place), place),
                    "is "
                            + MonitorDocument.MASK
                            + ", which stands for a secret that is kept, but there is none; give"
                            + " the secret");
        }
        Values site = site(tree, document, owner, report);
        Values root = Values.none(tree.place());
        Map<String, Located<Values>> allowed = destinations(owner);
        if (!allowed.isEmpty()) {
            root = root.with(DestinationKeys.DESTINATIONS, allowed, tree.place());
        }
        Values inherited = owner.operator() ? defaults : defaults.without(InheritedKeys.NOTIFY);
        if (isStore(document)) {
            SiteAddress.check(site, report);
        }
        AddedMonitor monitor = new Resolver(root, report, others).added(site, inherited);
        if (monitor != null) {
            requireOutside(monitor.config(), tree.place(), report);
            if (!owner.operator()) {
                UserBounds.check(monitor.config(), defaults, tree.place(), report);
            }
        }
        if (monitor == null || report.hasProblems()) {
            return new Reading.Bad(
                    report.problems().stream().map(AddedMonitorLoader::reason).toList());
        }
        return new Reading.Good(monitor);
    }

    private static boolean isStore(MonitorDocument document) {
        String type = document.type();
        return type != null && MonitorKinds.looksAtStore(type);
    }

    private Map<String, Located<Values>> destinations(Owner owner) {
        if (owner.operator()) {
            return destinations;
        }
        Map<String, Located<Values>> allowed = new LinkedHashMap<>(destinations);
        allowed.keySet().retainAll(terms.userDestinations());
        return allowed;
    }

    private Values site(Tree.Mapping tree, MonitorDocument document, Owner owner, Report report) {
        boolean store = isStore(document);
        List<Tree.Entry> entries = new ArrayList<>();
        Tree.Entry address = null;
        for (Tree.Entry entry : tree.entries()) {
            if (REFUSED.contains(entry.key())) {
                report.problem(entry.place(), "is not for monitors added over the API; remove it");
            } else if (store && entry.key().equals(Keys.URL.name())) {
                address = entry;
            } else {
                entries.add(entry);
            }
        }
        Place place = tree.place();
        Values monitor = MonitorKeys.MONITOR.read(new Tree.Mapping(entries, place), report);
        Values site = Values.none(place).with(Keys.SITE_NAME, owner.site(), place);
        if (address != null) {
            URI url = Keys.URL.shape().read(address.value(), report);
            // Also of one that is wrong: it is there, and its problem is told.
            monitor =
                    monitor.with(
                            Legacy.MONITOR_URL,
                            url == null ? URI.create("demo://store") : url,
                            address.place());
        }
        return site.with(Keys.MONITORS, List.of(new Located<>(monitor, place)), place);
    }

    /**
     * Literal addresses are refused at once; what names stand for shows when it is connected to.
     */
    private void requireOutside(MonitorConfig monitor, Place place, Report report) {
        AddressFence fence = new AddressFence(terms.allowPrivate());
        String key = null;
        String host = null;
        switch (monitor.kind()) {
            case HttpCheckConfig http -> {
                key = HttpCheckKeys.URL.name();
                host = URI.create(http.url()).getHost();
            }
            case TcpCheckConfig tcp -> {
                key = TcpCheckKeys.ADDRESS.name();
                host = tcp.address().host();
            }
            case DnsCheckConfig dns -> {
                HostPort resolver = dns.resolver();
                key = DnsCheckKeys.RESOLVER.name();
                host = resolver == null ? null : resolver.host();
            }
            case HeartbeatConfig _ -> {}
            case ShopifyConfig _, ShopifyProductConfig _, ShopifyPasswordConfig _ -> {
                URI url = monitor.siteUrl();
                key = Keys.URL.name();
                host = "demo".equals(url.getScheme()) ? null : url.getHost();
            }
        }
        String kind = host == null ? null : fence.refusal(host);
        if (kind != null && key != null) {
            report.problem(place.at(key), FencedAddressException.words(kind));
        }
    }

    private static String reason(Problem problem) {
        String path = problem.place().path().replaceAll("\\p{Cntrl}", "?");
        String key = path.startsWith(".") ? path.substring(1) : path;
        return key.isEmpty() ? problem.message() : key + ": " + problem.message();
    }

    /** What the file allows. */
    public AddedMonitorTerms terms() {
        return terms;
    }
}
