package tori.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of a monitor, by its kind. Constants only. */
final class MonitorKeys {

    /** A store's catalogue or some collections of it. */
    static final String CATALOGUE = "shopify";

    /** One product. */
    static final String PRODUCT = "shopify_product";

    /** A store's password page. */
    static final String PASSWORD = "shopify_password";

    /** Something that says by itself that all is well. */
    static final String HEARTBEAT = "heartbeat";

    static final Key<String> MONITOR_TYPE =
            Key.of(
                            "type",
                            Scalars.oneOf(
                                    "word",
                                    Choices.of(
                                            CATALOGUE,
                                            PRODUCT,
                                            PASSWORD,
                                            HttpCheckKeys.HTTP,
                                            TcpCheckKeys.TCP,
                                            DnsCheckKeys.DNS,
                                            HEARTBEAT)),
                            "Kind of monitor")
                    .mandatory();
    static final Key<String> MONITOR_NAME =
            Key.of("name", Scalars.name("name"), "Name of the monitor, unique within its site")
                    .mandatory();
    static final Key<Boolean> ENABLED =
            Key.of("enabled", Scalars.bool(), "Whether it is watched").orElse("true");
    static final Key<List<Located<String>>> COLLECTION =
            Key.of(
                    "collection",
                    ListShape.orSingle(Scalars.handle("collection")),
                    "Handles of collections; the whole catalogue if left out. A product in several"
                            + " of them is one product");
    static final Key<String> DISCOVER =
            Key.of(
                    "discover",
                    Scalars.oneOf("word", Choices.of("sitemap")),
                    "Where to look for products that the list does not show yet; without"
                            + " `collection` only");
    static final Key<Duration> DISCOVER_INTERVAL =
            Key.of(
                            "discover_interval",
                            Scalars.duration(Duration.ofSeconds(1), Duration.ofDays(7)),
                            "From one look at the sitemap to the next")
                    .orElse("5m");
    static final Key<String> HANDLE =
            Key.of(
                            "handle",
                            Scalars.handle("product"),
                            "Handle of the product, the last part of its address")
                    .mandatory();
    static final Key<List<Located<LockSelection>>> LOCK_EVENTS =
            Key.of(
                    "events",
                    ListShape.orSingle(Scalars.oneOf("event", Choices.of(LockSelection.values()))),
                    "What to tell; both if left out");
    static final Key<List<Located<EventSelection>>> EVENTS =
            Key.of(
                    "events",
                    ListShape.orSingle(Scalars.oneOf("event", Choices.of(EventSelection.values()))),
                    "What to tell; everything if left out");
    static final Key<MatchConfig> MATCH =
            Key.of(
                            "match",
                            MatchKeys.SHAPE,
                            "Which products and variants count; all that is given must hold")
                    .orElse("{}");
    static final Key<Map<Long, Located<String>>> LABELS =
            Key.of(
                    "labels",
                    new MapShape<>(Scalars.variantId(), "^[0-9]{1,18}$", Scalars.text(200)),
                    "Your own names for variants, by variant id");
    static final TaggedShape MONITOR =
            new TaggedShape(
                    "monitor",
                    MONITOR_TYPE,
                    Choices.of(
                            Map.entry(
                                    CATALOGUE,
                                    new Section(
                                            "monitor",
                                            List.of(
                                                    MONITOR_NAME,
                                                    MONITOR_TYPE,
                                                    ENABLED,
                                                    COLLECTION,
                                                    DISCOVER,
                                                    DISCOVER_INTERVAL,
                                                    EVENTS,
                                                    MATCH,
                                                    LABELS,
                                                    InheritedKeys.INTERVAL,
                                                    InheritedKeys.JITTER,
                                                    AdaptiveKeys.ADAPTIVE,
                                                    InheritedKeys.TIMEOUT,
                                                    InheritedKeys.RETRY,
                                                    InheritedKeys.NOTIFY,
                                                    IncidentKeys.INCIDENT,
                                                    InheritedKeys.ALERT_ON_FIRST,
                                                    InheritedKeys.GUARD,
                                                    InheritedKeys.COOLDOWN,
                                                    MessageKeys.MESSAGE,
                                                    RecordKeys.RECORD,
                                                    LegacyKeys.ENDPOINT_URL,
                                                    LegacyKeys.PRODUCT_IDS,
                                                    LegacyKeys.NOTIFIER),
                                            LegacyKeys.ENDPOINT_URL)),
                            Map.entry(
                                    PRODUCT,
                                    Section.of(
                                            "monitor",
                                            MONITOR_NAME,
                                            MONITOR_TYPE,
                                            ENABLED,
                                            HANDLE,
                                            EVENTS,
                                            MATCH,
                                            LABELS,
                                            InheritedKeys.INTERVAL,
                                            InheritedKeys.JITTER,
                                            AdaptiveKeys.ADAPTIVE,
                                            InheritedKeys.TIMEOUT,
                                            InheritedKeys.RETRY,
                                            InheritedKeys.NOTIFY,
                                            IncidentKeys.INCIDENT,
                                            InheritedKeys.ALERT_ON_FIRST,
                                            InheritedKeys.GUARD,
                                            InheritedKeys.COOLDOWN,
                                            MessageKeys.MESSAGE,
                                            RecordKeys.RECORD)),
                            Map.entry(
                                    PASSWORD,
                                    Section.of(
                                            "monitor",
                                            MONITOR_NAME,
                                            MONITOR_TYPE,
                                            ENABLED,
                                            LOCK_EVENTS,
                                            InheritedKeys.INTERVAL,
                                            InheritedKeys.JITTER,
                                            AdaptiveKeys.ADAPTIVE,
                                            InheritedKeys.TIMEOUT,
                                            InheritedKeys.RETRY,
                                            InheritedKeys.NOTIFY,
                                            IncidentKeys.INCIDENT,
                                            RecordKeys.RECORD)),
                            Map.entry(HttpCheckKeys.HTTP, HttpCheckKeys.section(checkKeys())),
                            Map.entry(TcpCheckKeys.TCP, TcpCheckKeys.section(checkKeys())),
                            Map.entry(DnsCheckKeys.DNS, DnsCheckKeys.section(checkKeys())),
                            Map.entry(
                                    HEARTBEAT,
                                    Section.of(
                                            "monitor",
                                            MONITOR_NAME,
                                            MONITOR_TYPE,
                                            ENABLED,
                                            HeartbeatKeys.EXPECT_EVERY,
                                            HeartbeatKeys.TOKEN,
                                            UptimeKeys.DEPENDS_ON,
                                            InheritedKeys.INTERVAL,
                                            InheritedKeys.NOTIFY,
                                            IncidentKeys.INCIDENT))));

    private MonitorKeys() {}

    /** What every check of whether something works has, whatever it looks at. */
    private static Key<?>[] checkKeys() {
        return new Key<?>[] {
            MONITOR_NAME,
            MONITOR_TYPE,
            ENABLED,
            InheritedKeys.INTERVAL,
            InheritedKeys.JITTER,
            InheritedKeys.TIMEOUT,
            UptimeKeys.DEPENDS_ON,
            InheritedKeys.NOTIFY,
            IncidentKeys.INCIDENT
        };
    }
}
