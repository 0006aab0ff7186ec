package tori.config;

import java.net.URI;
import java.util.List;

/**
 * The one description of all keys of config.yaml, from which come the validation, the JSON Schema
 * and the reference in {@code src/docs/configuration.md}: the top level and what is small enough to
 * stand here; the rest is in the other classes of this name. Constants only.
 */
final class Keys {

    static final Key<StorePlace> STORE_URL =
            Key.of(
                            "url",
                            Addresses.storeUrl(),
                            "The SQLite file, or the PostgreSQL database, that keeps the state")
                    .orElse("sqlite:tori.db");
    static final Key<StoreConfig> STORE =
            Key.of(
                            "store",
                            new MappedShape<>(
                                    Section.of("store", STORE_URL, RetentionKeys.RETENTION),
                                    (values, report) ->
                                            new StoreConfig(
                                                    values.getOrDefault(STORE_URL),
                                                    values.getOrDefault(RetentionKeys.RETENTION))),
                            "Where state is kept")
                    .orElse("{}");
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
                            Scalars.oneOf("word", Choices.of(LogConfig.Format.values())),
                            "Lines for people or for machines")
                    .orElse("text");
    static final Key<LogConfig.Level> LEVEL =
            Key.of(
                            "level",
                            Scalars.oneOf("word", Choices.of(LogConfig.Level.values())),
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
    static final Key<String> SITE_NAME =
            Key.of("name", Scalars.name("name"), "Name of the site, unique").mandatory();
    static final Key<URI> URL =
            Key.of(
                    "url",
                    Addresses.siteUrl(),
                    "Address of the store, or `demo://store` for the built-in one; sites with"
                            + " nothing but checks can do without");
    static final Key<List<Located<Values>>> MONITORS =
            Key.of("monitors", ListShape.of(MonitorKeys.MONITOR), "What is checked on the site");
    static final Key<List<Located<Values>>> SITES =
            Key.of(
                            "sites",
                            ListShape.of(
                                    new Section(
                                            "site",
                                            List.of(
                                                    SITE_NAME,
                                                    URL,
                                                    MonitorKeys.ENABLED,
                                                    MONITORS,
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
                                                    LegacyKeys.SITE_URL,
                                                    LegacyKeys.NOTIFIER),
                                            LegacyKeys.SITE_URL)),
                            "What is watched")
                    .mandatory();
    static final Key<Values> DEFAULTS =
            Key.of(
                    "defaults",
                    Section.of(
                            "defaults",
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
                            RecordKeys.RECORD),
                    "What sites and monitors inherit; each key may be overridden per site, then"
                            + " per monitor");

    /** The whole file. */
    static final Section ROOT =
            Section.of(
                    "configuration",
                    DEFAULTS,
                    GateKeys.HTTP,
                    ConnectivityKeys.CONNECTIVITY,
                    DestinationKeys.DESTINATIONS,
                    AliveKeys.ALIVE,
                    STORE,
                    ServerKeys.SERVER,
                    PROFILING,
                    LOG,
                    SITES,
                    MaintenanceKeys.MAINTENANCE,
                    StatusPageKeys.STATUS_PAGES,
                    LegacyKeys.GLOBAL_POLL_INTERVAL,
                    LegacyKeys.GLOBAL_RETRY_INTERVAL,
                    LegacyKeys.GLOBAL_MAX_RETRIES,
                    LegacyKeys.NOTIFIER);

    private Keys() {}
}
