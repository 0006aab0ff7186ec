package tori.config;

import tori.model.Rate;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The one description of all keys of config.yaml, from which come the validation, the JSON Schema
 * and the reference in {@code src/docs/configuration.md}. Constants only.
 */
final class Keys {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String NAME_PATTERN = "^[^/]{1,100}$";

    // What sites and monitors inherit.

    static final Key<Duration> INTERVAL =
            Key.of(
                            "interval",
                            Scalars.duration(Duration.ofMillis(10), YEAR),
                            "From the start of one poll to the start of the next; at least 100ms"
                                    + " for real stores")
                    .orElse("30s");
    static final Key<Double> JITTER =
            Key.of("jitter", Scalars.share(), "How far each interval is spread to both sides")
                    .orElse("10%");
    static final Key<Duration> TIMEOUT =
            Key.of(
                            "timeout",
                            Scalars.duration(Duration.ofMillis(1), Duration.ofMinutes(10)),
                            "Longest time for one request, from the first byte sent to the last"
                                    + " byte read")
                    .orElse("10s");
    static final Key<Integer> MAX_ATTEMPTS =
            Key.of("max_attempts", Scalars.integer32(1, 100), "Tries per poll, the first included")
                    .orElse("4");
    static final Key<Duration> INITIAL =
            Key.of(
                            "initial",
                            Scalars.duration(Duration.ZERO, DAY),
                            "Wait after the first failed try")
                    .orElse("1s");
    static final Key<Duration> MAX =
            Key.of("max", Scalars.duration(Duration.ZERO, DAY), "Longest wait between two tries")
                    .orElse("60s");
    static final Key<BigDecimal> MULTIPLIER =
            Key.of(
                            "multiplier",
                            Scalars.decimal(1, 100),
                            "How much longer each wait is than the one before")
                    .orElse("2");
    static final Key<Double> RETRY_JITTER =
            Key.of("jitter", Scalars.share(), "How far each wait is spread to both sides")
                    .orElse("10%");
    static final Key<Values> RETRY =
            Key.of(
                    "retry",
                    Section.of("retry", MAX_ATTEMPTS, INITIAL, MAX, MULTIPLIER, RETRY_JITTER),
                    "What to do when a poll fails; each key is inherited by itself");
    static final Key<List<Located<String>>> NOTIFY =
            Key.of(
                    "notify",
                    ListShape.orSingle(Scalars.name("name")),
                    "Names of the destinations that are told");
    static final Key<Boolean> ALERT_ON_FIRST =
            Key.of(
                            "alert_on_first",
                            Scalars.bool(),
                            "Whether the first poll ever reports every product as new")
                    .orElse("false");
    static final Key<Double> SHRINK =
            Key.of(
                            "shrink",
                            Scalars.share(),
                            "Share of at least 20 known products, or available variants, beyond"
                                    + " whose loss the feed must show the same again to be"
                                    + " believed")
                    .orElse("50%");
    static final Key<OptionalDouble> GUARD =
            Key.of(
                            "guard",
                            new EitherShape<>(
                                    Scalars.guardSwitch(),
                                    new MappedShape<>(
                                            Section.of("guard", SHRINK), Conversions::guard)),
                            "When to doubt a feed; `off` to believe everything")
                    .orElse("{shrink: 50%}");
    static final Key<Duration> COOLDOWN =
            Key.of(
                            "cooldown",
                            Scalars.duration(Duration.ZERO, Duration.ofDays(30)),
                            "Least time between two reports of the same change of the same"
                                    + " variant")
                    .orElse("0s");

    // The gate.

    static final Key<String> USER_AGENT =
            Key.of(
                            "user_agent",
                            Scalars.userAgent(),
                            "Sent as `User-Agent`; `{version}` stands for tori's version")
                    .orElse("tori/{version}");
    static final Key<Integer> MAX_CONNECTIONS =
            Key.of(
                            "max_connections",
                            Scalars.integer32(1, 100_000),
                            "Connections open at once, to all stores together")
                    .orElse("5000");
    static final Key<Duration> GAP =
            Key.of(
                            "gap",
                            Scalars.duration(Duration.ZERO, HOUR),
                            "Least time between the starts of two requests")
                    .orElse("0ms");
    static final Key<Integer> HOST_CONNECTIONS =
            Key.of("connections", Scalars.integer32(1, 10_000), "Requests under way at once")
                    .orElse("4");
    static final Key<Integer> IP_CONNECTIONS =
            Key.of("connections", Scalars.integer32(1, 10_000), "Requests under way at once")
                    .orElse("64");
    static final Key<GateConfig> PER_HOST =
            Key.of(
                            "per_host",
                            new MappedShape<>(
                                    Section.of("gate", HOST_CONNECTIONS, GAP),
                                    (values, report) -> Conversions.gate(values, HOST_CONNECTIONS)),
                            "What one host name is spared")
                    .orElse("{connections: 4, gap: 0ms}");
    static final Key<GateConfig> PER_IP =
            Key.of(
                            "per_ip",
                            new MappedShape<>(
                                    Section.of("gate", IP_CONNECTIONS, GAP),
                                    (values, report) -> Conversions.gate(values, IP_CONNECTIONS)),
                            "What one address is spared; Shopify's stores share theirs")
                    .orElse("{connections: 64, gap: 0ms}");
    static final Key<Long> MAX_BODY =
            Key.of(
                            "max_body",
                            Scalars.size(64 << 10, 1 << 30),
                            "The most one page may hold after decompression; a larger one is a"
                                    + " failed poll")
                    .orElse("64MiB");
    static final Key<HttpConfig> HTTP =
            Key.of(
                            "http",
                            new MappedShape<>(
                                    Section.of(
                                            "gate",
                                            USER_AGENT,
                                            MAX_CONNECTIONS,
                                            PER_HOST,
                                            PER_IP,
                                            MAX_BODY),
                                    Conversions::http),
                            "The gate in front of all polls")
                    .orElse("{}");

    // Destinations.

    static final Key<String> DESTINATION_TYPE =
            Key.of(
                            "type",
                            Scalars.oneOf("word", words("discord", "webhook", "file", "console")),
                            "Kind of destination")
                    .mandatory();
    static final Key<Integer> LIMIT =
            Key.of("limit", Scalars.integer32(1, 65_536), "The most sends in any window of `per`")
                    .mandatory();
    static final Key<Duration> PER =
            Key.of("per", Scalars.duration(Duration.ofMillis(1), DAY), "Length of the window")
                    .mandatory();
    static final Key<Rate> RATE =
            Key.of(
                    "rate",
                    new MappedShape<>(Section.of("rate", LIMIT, PER), Conversions::rate),
                    "Never more sends than this, whatever the phase; none if left out");
    static final Key<Rate> DISCORD_RATE =
            Key.of("rate", RATE.shape(), "Never more sends than this, whatever the phase")
                    .orElse("{limit: 30, per: 60s}");
    static final Key<DeliveryMode> DELIVERY =
            Key.of(
                            "delivery",
                            Scalars.oneOf(
                                    "word",
                                    words(
                                            Map.entry("auto", DeliveryMode.AUTO),
                                            Map.entry("freshest", DeliveryMode.FRESHEST),
                                            Map.entry("guaranteed", DeliveryMode.GUARANTEED))),
                            "Which lane its events take: `freshest` is newest first and drops what"
                                    + " is too much or too old, `guaranteed` writes each down and"
                                    + " sends it in order until it has arrived, `auto` guarantees"
                                    + " what must arrive and sends catalogue events freshest")
                    .orElse("auto");
    static final Key<Integer> QUEUE =
            Key.of(
                            "queue",
                            Scalars.integer32(1, 1 << 20),
                            "How many events may wait, rounded up to a power of two; when it is"
                                    + " full the oldest is dropped and counted; freshest only")
                    .orElse("1024");
    static final Key<Duration> MAX_AGE =
            Key.of(
                            "max_age",
                            Scalars.duration(Duration.ofMillis(100), Duration.ofDays(7)),
                            "An older event is dropped and counted; freshest only")
                    .orElse("2m");
    static final Key<List<Located<String>>> FAILOVER =
            Key.of(
                    "failover",
                    ListShape.orSingle(Scalars.name("name")),
                    "Names of other destinations that take its guaranteed events while it is out"
                            + " of reach, in this order");
    static final Key<Secret> DISCORD_URL =
            Key.of("url", Addresses.discordUrl(), "URL of the Discord webhook").mandatory();
    static final Key<String> USERNAME = Key.of("username", Scalars.text(80), "Shown as the sender");
    static final Key<URI> AVATAR_URL =
            Key.of("avatar_url", Addresses.webUrl(), "Shown as the sender's picture");
    static final Key<String> MENTION =
            Key.of(
                    "mention",
                    Scalars.mention(),
                    "Who is mentioned; all other mentions are switched off");
    static final Key<Secret> WEBHOOK_URL =
            Key.of("url", Addresses.webhookUrl(), "URL that gets each event as JSON").mandatory();
    static final Key<Secret> SECRET =
            Key.of(
                    "secret",
                    Addresses.signingKey(),
                    "Key for Standard Webhooks signatures; without it requests are not signed");
    static final Key<String> PATH =
            Key.of("path", Scalars.text(1_000), "File that gets one JSON line per event")
                    .mandatory();
    static final TaggedShape DESTINATION =
            new TaggedShape(
                    "destination",
                    DESTINATION_TYPE,
                    words(
                            Map.entry(
                                    "discord",
                                    Section.of(
                                            "destination",
                                            DESTINATION_TYPE,
                                            DISCORD_URL,
                                            USERNAME,
                                            AVATAR_URL,
                                            MENTION,
                                            DISCORD_RATE,
                                            DELIVERY,
                                            QUEUE,
                                            MAX_AGE,
                                            FAILOVER)),
                            Map.entry(
                                    "webhook",
                                    Section.of(
                                            "destination",
                                            DESTINATION_TYPE,
                                            WEBHOOK_URL,
                                            SECRET,
                                            RATE,
                                            DELIVERY,
                                            QUEUE,
                                            MAX_AGE,
                                            FAILOVER)),
                            Map.entry(
                                    "file",
                                    Section.of(
                                            "destination",
                                            DESTINATION_TYPE,
                                            PATH,
                                            RATE,
                                            DELIVERY,
                                            QUEUE,
                                            MAX_AGE,
                                            FAILOVER)),
                            Map.entry(
                                    "console",
                                    Section.of(
                                            "destination",
                                            DESTINATION_TYPE,
                                            RATE,
                                            DELIVERY,
                                            QUEUE,
                                            MAX_AGE,
                                            FAILOVER))));
    static final Key<Map<String, Located<Values>>> DESTINATIONS =
            Key.of(
                    "destinations",
                    new MapShape<>(Scalars.name("name"), NAME_PATTERN, DESTINATION),
                    "Where events are sent to, by name");

    // The process.

    static final Key<StoreConfig> STORE_URL =
            Key.of("url", Addresses.storeUrl(), "The SQLite file that keeps the state")
                    .orElse("sqlite:tori.db");
    static final Key<StoreConfig> STORE =
            Key.of(
                            "store",
                            new MappedShape<>(
                                    Section.of("store", STORE_URL),
                                    (values, report) -> values.getOrDefault(STORE_URL)),
                            "Where state is kept")
                    .orElse("{}");
    static final Key<ServerConfig> LISTEN =
            Key.of("listen", Addresses.listen(), "Address the HTTP server listens on")
                    .orElse("127.0.0.1:8080");
    static final Key<ServerConfig> SERVER =
            Key.of(
                    "server",
                    new MappedShape<>(
                            Section.of("server", LISTEN),
                            (values, report) -> values.getOrDefault(LISTEN)),
                    "The HTTP server; none if left out");
    static final Key<String> DIRECTORY =
            Key.of("directory", Scalars.text(1_000), "Folder that profiles are written to")
                    .orElse("profiles");
    static final Key<ProfilingConfig> PROFILING =
            Key.of(
                            "profiling",
                            new MappedShape<>(
                                    Section.of("profiling", DIRECTORY),
                                    (values, report) ->
                                            new ProfilingConfig(values.getOrDefault(DIRECTORY))),
                            "Profiles of the running process")
                    .orElse("{}");
    static final Key<LogConfig.Format> FORMAT =
            Key.of(
                            "format",
                            Scalars.oneOf("word", lowerCase(LogConfig.Format.values())),
                            "Lines for people or for machines")
                    .orElse("text");
    static final Key<LogConfig.Level> LEVEL =
            Key.of(
                            "level",
                            Scalars.oneOf("word", lowerCase(LogConfig.Level.values())),
                            "Least important level that is written")
                    .orElse("info");
    static final Key<LogConfig> LOG =
            Key.of(
                            "log",
                            new MappedShape<>(
                                    Section.of("log", FORMAT, LEVEL),
                                    (values, report) ->
                                            new LogConfig(
                                                    values.getOrDefault(FORMAT),
                                                    values.getOrDefault(LEVEL))),
                            "The log on standard error")
                    .orElse("{}");

    // What monitors match.

    static final Key<List<Located<String>>> KEYWORDS =
            Key.of(
                    "keywords",
                    ListShape.orSingle(Scalars.keyword()),
                    "Any of the plain words must occur, none of those with a leading minus; case"
                            + " and accents are ignored");
    static final Key<List<Located<Long>>> VARIANTS =
            Key.of("variants", ListShape.orSingle(Scalars.variantId()), "Ids of variants");
    static final Key<Map<String, Located<List<Located<String>>>>> OPTIONS =
            Key.of(
                    "options",
                    new MapShape<>(
                            Scalars.text(100), "^.{1,100}$", ListShape.orSingle(Scalars.text(200))),
                    "Accepted values by option name");
    static final Key<BigDecimal> PRICE_MIN =
            Key.of("min", Scalars.decimal(0, 1_000_000_000_000L), "Least price, inclusive");
    static final Key<BigDecimal> PRICE_MAX =
            Key.of("max", Scalars.decimal(0, 1_000_000_000_000L), "Highest price, inclusive");
    static final Key<Values> PRICE =
            Key.of("price", Section.of("price", PRICE_MIN, PRICE_MAX), "Accepted prices");
    static final Key<List<Located<String>>> VENDORS =
            Key.of("vendors", ListShape.orSingle(Scalars.text(200)), "Accepted vendors");
    static final Key<List<Located<String>>> TYPES =
            Key.of("types", ListShape.orSingle(Scalars.text(200)), "Accepted product types");

    // Keys of the original file.

    static final Key<Secret> NOTIFIER_URL =
            Key.legacy("webhook_url", Addresses.discordUrl(), "`destinations.NAME.url`")
                    .mandatory();
    static final Key<String> NOTIFIER_USERNAME =
            Key.legacy("username", Scalars.text(80), "`destinations.NAME.username`");
    static final Key<URI> NOTIFIER_AVATAR =
            Key.legacy("avatar_url", Addresses.webUrl(), "`destinations.NAME.avatar_url`");
    static final Key<List<Located<Values>>> NOTIFIER =
            Key.legacy(
                    "notifier",
                    ListShape.orSingle(
                            Section.of(
                                    "notifier", NOTIFIER_URL, NOTIFIER_USERNAME, NOTIFIER_AVATAR)),
                    "`destinations` and `notify`");
    static final Key<Duration> GLOBAL_POLL_INTERVAL =
            Key.legacy(
                    "global_poll_interval",
                    Scalars.legacyDuration(Duration.ofMillis(10), YEAR),
                    "`defaults.interval`");
    static final Key<Duration> GLOBAL_RETRY_INTERVAL =
            Key.legacy(
                    "global_retry_interval",
                    Scalars.legacyDuration(Duration.ZERO, DAY),
                    "`defaults.retry.initial`");
    static final Key<Integer> GLOBAL_MAX_RETRIES =
            Key.legacy(
                    "global_max_retries",
                    Scalars.integer32(0, 99),
                    "`defaults.retry.max_attempts`, one more, as it counts the first try");
    static final Key<URI> SITE_URL = Key.legacy("site_url", Addresses.siteUrl(), "`sites[].url`");
    static final Key<String> ENDPOINT_URL =
            Key.legacy("endpoint_url", Scalars.text(2_000), "`collection`");
    static final Key<Long> PRODUCT_ID =
            Key.legacy("id", Scalars.variantId(), "`match.variants`").mandatory();
    static final Key<String> PRODUCT_LABEL = Key.legacy("label", Scalars.text(200), "`labels`");
    static final Key<List<Located<Legacy.LabelledVariant>>> PRODUCT_IDS =
            Key.legacy(
                    "product_ids",
                    ListShape.orSingle(
                            new EitherShape<>(
                                    Scalars.labelledVariant(),
                                    new MappedShape<>(
                                            Section.of(
                                                    "labelled variant", PRODUCT_ID, PRODUCT_LABEL),
                                            Conversions::labelledVariant))),
                    "`match.variants` and `labels`");

    // Sites and monitors.

    static final Key<String> MONITOR_TYPE =
            Key.of("type", Scalars.oneOf("word", words("shopify")), "Kind of monitor").mandatory();
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
                    ListShape.orSingle(Scalars.oneOf("event", lowerCase(EventSelection.values()))),
                    "What to tell; everything if left out");
    static final Key<MatchConfig> MATCH =
            Key.of(
                            "match",
                            new MappedShape<>(
                                    Section.of(
                                            "filters", KEYWORDS, VARIANTS, OPTIONS, PRICE, VENDORS,
                                            TYPES),
                                    Conversions::match),
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
                                            INTERVAL,
                                            JITTER,
                                            TIMEOUT,
                                            RETRY,
                                            NOTIFY,
                                            ALERT_ON_FIRST,
                                            GUARD,
                                            COOLDOWN,
                                            ENDPOINT_URL,
                                            PRODUCT_IDS,
                                            NOTIFIER),
                                    ENDPOINT_URL)));
    static final Key<String> SITE_NAME =
            Key.of("name", Scalars.name("name"), "Name of the site, unique").mandatory();
    static final Key<URI> URL =
            Key.of(
                            "url",
                            Addresses.siteUrl(),
                            "Address of the store, or `demo://store` for the built-in one")
                    .mandatory();
    static final Key<List<Located<Values>>> MONITORS =
            Key.of("monitors", ListShape.of(MONITOR), "What is checked on the site");
    static final Key<List<Located<Values>>> SITES =
            Key.of(
                            "sites",
                            ListShape.of(
                                    new Section(
                                            "site",
                                            List.of(
                                                    SITE_NAME,
                                                    URL,
                                                    ENABLED,
                                                    MONITORS,
                                                    INTERVAL,
                                                    JITTER,
                                                    TIMEOUT,
                                                    RETRY,
                                                    NOTIFY,
                                                    ALERT_ON_FIRST,
                                                    GUARD,
                                                    COOLDOWN,
                                                    SITE_URL,
                                                    NOTIFIER),
                                            SITE_URL)),
                            "What is watched")
                    .mandatory();
    static final Key<Values> DEFAULTS =
            Key.of(
                    "defaults",
                    Section.of(
                            "defaults",
                            INTERVAL,
                            JITTER,
                            TIMEOUT,
                            RETRY,
                            NOTIFY,
                            ALERT_ON_FIRST,
                            GUARD,
                            COOLDOWN),
                    "What sites and monitors inherit; each key may be overridden per site, then"
                            + " per monitor");

    /** The whole file. */
    static final Section ROOT =
            Section.of(
                    "configuration",
                    DEFAULTS,
                    HTTP,
                    DESTINATIONS,
                    STORE,
                    SERVER,
                    PROFILING,
                    LOG,
                    SITES,
                    GLOBAL_POLL_INTERVAL,
                    GLOBAL_RETRY_INTERVAL,
                    GLOBAL_MAX_RETRIES,
                    NOTIFIER);

    private Keys() {}

    private static Map<String, String> words(String... words) {
        Map<String, String> byWord = new LinkedHashMap<>();
        for (String word : words) {
            byWord.put(word, word);
        }
        return byWord;
    }

    @SafeVarargs
    private static <T> Map<String, T> words(Map.Entry<String, T>... words) {
        Map<String, T> byWord = new LinkedHashMap<>();
        for (Map.Entry<String, T> word : words) {
            byWord.put(word.getKey(), word.getValue());
        }
        return byWord;
    }

    private static <E extends Enum<E>> Map<String, E> lowerCase(E[] constants) {
        Map<String, E> byWord = new LinkedHashMap<>();
        for (E constant : constants) {
            byWord.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return byWord;
    }
}
