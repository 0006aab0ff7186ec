package tori.config;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says in today's keys what the keys of the original file say, with a warning for each. Used by the
 * loading thread, once per file.
 */
final class Legacy {

    /**
     * A variant with the user's own name for it.
     *
     * @param label null if it was given none
     */
    record LabelledVariant(long id, @Nullable String label) {}

    /** Where one monitor polls instead of its site's address. No key anyone can write. */
    static final Key<URI> MONITOR_URL =
            Key.of("monitor_url", Addresses.siteUrl(), "Address taken from endpoint_url");

    private final Report report;
    private final Map<String, Located<Values>> destinations = new LinkedHashMap<>();
    private final Map<List<@Nullable Object>, String> notifierNames = new HashMap<>();

    Legacy(Report report) {
        this.report = report;
    }

    /** The whole file in today's keys. */
    Values translate(Values root) {
        Map<String, Located<Values>> written = root.get(DestinationKeys.DESTINATIONS);
        if (written != null) {
            destinations.putAll(written);
        }
        Values translated = root;
        Values defaults = defaults(root);
        if (defaults != null) {
            translated = translated.with(Keys.DEFAULTS, defaults, defaults.place());
        }
        List<Located<Values>> sites = root.get(Keys.SITES);
        if (sites != null) {
            List<Located<Values>> modern = new ArrayList<>();
            Set<String> names = names(sites, Keys.SITE_NAME);
            for (Located<Values> site : sites) {
                modern.add(new Located<>(site(site.value(), names), site.place()));
            }
            translated = translated.with(Keys.SITES, modern, root.place());
        }
        return destinations.isEmpty()
                ? translated
                : translated.with(
                        DestinationKeys.DESTINATIONS,
                        Collections.unmodifiableMap(destinations),
                        root.place());
    }

    private @Nullable Values defaults(Values root) {
        Values written = root.get(Keys.DEFAULTS);
        Values defaults = written == null ? Values.none(root.place()) : written;
        Values before = defaults;
        Located<Duration> interval = root.find(LegacyKeys.GLOBAL_POLL_INTERVAL);
        if (interval != null
                && isAlone(
                        interval,
                        LegacyKeys.GLOBAL_POLL_INTERVAL,
                        defaults.mentions(InheritedKeys.INTERVAL),
                        "defaults.interval")) {
            defaults = defaults.with(InheritedKeys.INTERVAL, interval.value(), interval.place());
            warn(interval.place(), "defaults.interval");
        }
        defaults = retry(root, defaults);
        Located<List<Located<Values>>> notifiers = root.find(LegacyKeys.NOTIFIER);
        if (notifiers != null) {
            defaults = notifiers(notifiers, defaults, "notifier");
        }
        return defaults.equals(before) && written == null ? null : defaults;
    }

    private Values retry(Values root, Values defaults) {
        Values written = defaults.get(InheritedKeys.RETRY);
        Values retry = written == null ? Values.none(root.place()) : written;
        Values before = retry;
        Located<Duration> wait = root.find(LegacyKeys.GLOBAL_RETRY_INTERVAL);
        if (wait != null
                && isAlone(
                        wait,
                        LegacyKeys.GLOBAL_RETRY_INTERVAL,
                        retry.mentions(InheritedKeys.INITIAL),
                        "defaults.retry.initial")) {
            retry = retry.with(InheritedKeys.INITIAL, wait.value(), wait.place());
            boolean raise = wait.value().compareTo(InheritedKeys.MAX.fallback()) > 0;
            if (raise && !retry.mentions(InheritedKeys.MAX)) {
                retry = retry.with(InheritedKeys.MAX, wait.value(), wait.place());
            }
            warn(wait.place(), "defaults.retry.initial");
        }
        Located<Integer> retries = root.find(LegacyKeys.GLOBAL_MAX_RETRIES);
        if (retries != null
                && isAlone(
                        retries,
                        LegacyKeys.GLOBAL_MAX_RETRIES,
                        retry.mentions(InheritedKeys.MAX_ATTEMPTS),
                        "defaults.retry.max_attempts")) {
            retry = retry.with(InheritedKeys.MAX_ATTEMPTS, retries.value() + 1, retries.place());
            warn(
                    retries.place(),
                    "defaults.retry.max_attempts: "
                            + (retries.value() + 1)
                            + " (which counts the first try)");
        }
        return retry.equals(before)
                ? defaults
                : defaults.with(InheritedKeys.RETRY, retry, retry.place());
    }

    private Values site(Values site, Set<String> names) {
        Values translated = site;
        Located<URI> url = site.find(LegacyKeys.SITE_URL);
        if (url != null && isAlone(url, LegacyKeys.SITE_URL, site.mentions(Keys.URL), "url")) {
            translated = translated.with(Keys.URL, url.value(), url.place());
            warn(url.place(), "url");
            if (!site.mentions(Keys.SITE_NAME)) {
                String name = unique(url.value().getHost(), names);
                names.add(name);
                translated = translated.with(Keys.SITE_NAME, name, url.place());
            }
        }
        Located<List<Located<Values>>> notifiers = site.find(LegacyKeys.NOTIFIER);
        String name = nameOf(translated, Keys.SITE_NAME, "notifier");
        if (notifiers != null) {
            translated = notifiers(notifiers, translated, name);
        }
        List<Located<Values>> monitors = site.get(Keys.MONITORS);
        if (monitors != null) {
            List<Located<Values>> modern = new ArrayList<>();
            Set<String> monitorNames = names(monitors, MonitorKeys.MONITOR_NAME);
            for (Located<Values> monitor : monitors) {
                Values values = endpoint(monitor.value(), translated, monitorNames);
                values = productIds(values);
                Located<List<Located<Values>>> own = values.find(LegacyKeys.NOTIFIER);
                if (own != null) {
                    String suffix = nameOf(values, MonitorKeys.MONITOR_NAME, "monitor");
                    values = notifiers(own, values, name + "-" + suffix);
                }
                modern.add(new Located<>(values, monitor.place()));
            }
            translated = translated.with(Keys.MONITORS, modern, site.place());
        }
        return translated;
    }

    private Values endpoint(Values monitor, Values site, Set<String> names) {
        Located<String> written = monitor.find(LegacyKeys.ENDPOINT_URL);
        if (written == null
                || !isAlone(
                        written,
                        LegacyKeys.ENDPOINT_URL,
                        monitor.mentions(MonitorKeys.COLLECTION),
                        "collection")) {
            return monitor;
        }
        if (Addresses.isWebhook(written.value())) {
            report.problem(written.place(), Addresses.MISPLACED + "; give the store's catalogue");
            return monitor;
        }
        Endpoint endpoint = Endpoint.parse(written.value());
        if (endpoint == null) {
            report.problem(
                    written.place(),
                    Masking.quoted(written.value())
                            + " is no catalogue; give /products.json or"
                            + " /collections/HANDLE/products.json, with or without the store's"
                            + " address");
            return monitor;
        }
        Values translated = monitor;
        if (endpoint.collection() != null) {
            translated =
                    translated.with(
                            MonitorKeys.COLLECTION,
                            List.of(new Located<>(endpoint.collection(), written.place())),
                            written.place());
        }
        URI url = endpoint.base(site.get(Keys.URL));
        if (url != null) {
            translated = translated.with(MONITOR_URL, url, written.place());
        }
        if (!monitor.mentions(MonitorKeys.MONITOR_NAME)) {
            String name = unique(endpoint.name(), names);
            names.add(name);
            translated = translated.with(MonitorKeys.MONITOR_NAME, name, written.place());
        }
        if (endpoint.product() == null) {
            warn(
                    written.place(),
                    endpoint.collection() == null
                            ? "type: shopify"
                            : "type: shopify, collection: " + endpoint.collection());
        } else {
            wholeStore(monitor, endpoint.product(), written.place());
        }
        return translated;
    }

    private void wholeStore(Values monitor, String handle, Place place) {
        List<Located<LabelledVariant>> ids = monitor.get(LegacyKeys.PRODUCT_IDS);
        MatchConfig match = monitor.get(MonitorKeys.MATCH);
        boolean filtered =
                (ids != null && !ids.isEmpty()) || (match != null && !match.variants().isEmpty());
        String today = "'type: shopify_product' and 'handle: " + handle + "'";
        if (filtered) {
            report.warning(
                    place,
                    "polls the whole store, and only the given variants are told about; today a"
                            + " single product is watched with "
                            + today);
        } else {
            report.problem(
                    place,
                    "names a single product without its variants; write "
                            + today
                            + " in its place");
        }
    }

    private Values productIds(Values monitor) {
        Located<List<Located<LabelledVariant>>> ids = monitor.find(LegacyKeys.PRODUCT_IDS);
        if (ids == null) {
            return monitor;
        }
        MatchConfig match = monitor.getOrDefault(MonitorKeys.MATCH);
        if (!match.variants().isEmpty() || monitor.mentions(MonitorKeys.LABELS)) {
            reportMixed(
                    ids.place(),
                    LegacyKeys.PRODUCT_IDS,
                    monitor.mentions(MonitorKeys.LABELS) ? "labels" : "match.variants");
            return monitor;
        }
        Set<Long> variants = new LinkedHashSet<>();
        Map<Long, Located<String>> labels = new LinkedHashMap<>();
        for (Located<LabelledVariant> variant : ids.value()) {
            variants.add(variant.value().id());
            String label = variant.value().label();
            if (label != null) {
                labels.put(variant.value().id(), new Located<>(label, variant.place()));
            }
        }
        warn(ids.place(), "match.variants, and labels for the names");
        return monitor.with(MonitorKeys.MATCH, match.withVariants(variants), ids.place())
                .with(MonitorKeys.LABELS, labels, ids.place());
    }

    private Values notifiers(
            Located<List<Located<Values>>> notifiers, Values level, String baseName) {
        if (!isAlone(
                notifiers, LegacyKeys.NOTIFIER, level.mentions(InheritedKeys.NOTIFY), "notify")) {
            return level;
        }
        List<Located<NotifyEntry>> names = new ArrayList<>();
        for (Located<Values> notifier : notifiers.value()) {
            Values destination = destination(notifier.value());
            if (destination != null) {
                String name = nameOf(destination, notifier.place(), baseName);
                names.add(new Located<>(NotifyEntry.of(name, notifier.place()), notifier.place()));
            }
        }
        warn(notifiers.place(), "destinations (type: discord) and notify");
        return level.with(InheritedKeys.NOTIFY, names, notifiers.place());
    }

    /** Equal notifiers share a destination, as they share the webhook's rate. */
    private String nameOf(Values destination, Place place, String baseName) {
        List<@Nullable Object> meaning =
                Arrays.asList(
                        destination.get(DestinationKeys.DISCORD_URL),
                        destination.get(DestinationKeys.USERNAME),
                        destination.get(DestinationKeys.AVATAR_URL));
        String known = notifierNames.get(meaning);
        if (known != null) {
            return known;
        }
        String name = unique(baseName, destinations.keySet());
        destinations.put(name, new Located<>(destination, place));
        notifierNames.put(meaning, name);
        return name;
    }

    private static @Nullable Values destination(Values notifier) {
        Located<Secret> url = notifier.find(LegacyKeys.NOTIFIER_URL);
        if (url == null) {
            return null;
        }
        Values destination =
                Values.none(notifier.place())
                        .with(DestinationKeys.DESTINATION_TYPE, "discord", url.place())
                        .with(DestinationKeys.DISCORD_URL, url.value(), url.place());
        Located<String> username = notifier.find(LegacyKeys.NOTIFIER_USERNAME);
        if (username != null) {
            destination =
                    destination.with(DestinationKeys.USERNAME, username.value(), username.place());
        }
        Located<URI> avatar = notifier.find(LegacyKeys.NOTIFIER_AVATAR);
        return avatar == null
                ? destination
                : destination.with(DestinationKeys.AVATAR_URL, avatar.value(), avatar.place());
    }

    private boolean isAlone(Located<?> found, Key<?> legacy, boolean modernThere, String modern) {
        if (modernThere) {
            reportMixed(found.place(), legacy, modern);
        }
        return !modernThere;
    }

    private void reportMixed(Place place, Key<?> legacy, String modern) {
        report.problem(
                place,
                "'"
                        + legacy.name()
                        + "' says the same as '"
                        + modern
                        + "', which is given too; keep '"
                        + modern
                        + "'");
    }

    private void warn(Place place, String modern) {
        report.warning(place, "is a key of the original file; today it is " + modern);
    }

    private static Set<String> names(List<Located<Values>> elements, Key<String> key) {
        Set<String> names = new HashSet<>();
        for (Located<Values> element : elements) {
            String name = element.value().get(key);
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    private static String nameOf(Values values, Key<String> key, String otherwise) {
        String name = values.get(key);
        return name == null ? otherwise : name;
    }

    /** The name, or with the first number that nobody has. */
    private static String unique(String wanted, Set<String> taken) {
        String name = wanted;
        for (int number = 2; taken.contains(name); number++) {
            name = wanted + "-" + number;
        }
        return name;
    }
}
