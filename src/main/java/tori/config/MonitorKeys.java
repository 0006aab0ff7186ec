package tori.config;

import java.util.List;
import java.util.Map;

/** The keys of a monitor, by its kind. Constants only. */
final class MonitorKeys {

    static final Key<String> MONITOR_TYPE =
            Key.of("type", Scalars.oneOf("word", Choices.of("shopify")), "Kind of monitor")
                    .mandatory();
    static final Key<String> MONITOR_NAME =
            Key.of("name", Scalars.name("name"), "Name of the monitor, unique within its site")
                    .mandatory();
    static final Key<Boolean> ENABLED =
            Key.of("enabled", Scalars.bool(), "Whether it is watched").orElse("true");
    static final Key<String> COLLECTION =
            Key.of(
                    "collection",
                    Scalars.handle(),
                    "Handle of one collection; the whole catalogue if left out");
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
                    Map.of(
                            "shopify",
                            new Section(
                                    "monitor",
                                    List.of(
                                            MONITOR_NAME,
                                            MONITOR_TYPE,
                                            ENABLED,
                                            COLLECTION,
                                            EVENTS,
                                            MATCH,
                                            LABELS,
                                            InheritedKeys.INTERVAL,
                                            InheritedKeys.JITTER,
                                            InheritedKeys.TIMEOUT,
                                            InheritedKeys.RETRY,
                                            InheritedKeys.NOTIFY,
                                            InheritedKeys.ALERT_ON_FIRST,
                                            InheritedKeys.GUARD,
                                            InheritedKeys.COOLDOWN,
                                            LegacyKeys.ENDPOINT_URL,
                                            LegacyKeys.PRODUCT_IDS,
                                            LegacyKeys.NOTIFIER),
                                    LegacyKeys.ENDPOINT_URL)));

    private MonitorKeys() {}
}
