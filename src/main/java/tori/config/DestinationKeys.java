package tori.config;

import tori.model.Rate;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of destinations. Constants only. */
final class DestinationKeys {

    private static final Duration DAY = Duration.ofDays(1);
    private static final String NAME_PATTERN = "^[^/]{1,100}$";

    static final Key<String> DESTINATION_TYPE =
            Key.of(
                            "type",
                            Scalars.oneOf(
                                    "word", Choices.of("discord", "webhook", "file", "console")),
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
                                    Choices.of(
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
    static final Key<Boolean> DIGEST =
            Key.of(
                            "digest",
                            Scalars.bool(),
                            "Whether one message tells how many events were dropped, once that is"
                                    + " over and nothing else waits; freshest only")
                    .orElse("true");
    static final Key<List<Located<String>>> FAILOVER =
            Key.of(
                    "failover",
                    ListShape.orSingle(Scalars.name("name")),
                    "Names of other destinations that take its events while it is out of reach, in"
                            + " this order");
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
    static final Key<Boolean> EDIT =
            Key.of(
                            "edit",
                            Scalars.bool(),
                            "Whether a message is brought up to date when what it tells of has sold"
                                    + " out; for a day, and never in front of a new one")
                    .orElse("true");
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
                    Choices.of(
                            Map.entry(
                                    "discord",
                                    Section.of(
                                            "destination",
                                            DESTINATION_TYPE,
                                            DISCORD_URL,
                                            USERNAME,
                                            AVATAR_URL,
                                            MENTION,
                                            EDIT,
                                            DISCORD_RATE,
                                            DELIVERY,
                                            QUEUE,
                                            MAX_AGE,
                                            QuietKeys.QUIET,
                                            DIGEST,
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
                                            QuietKeys.QUIET,
                                            DIGEST,
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
                                            QuietKeys.QUIET,
                                            DIGEST,
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
                                            QuietKeys.QUIET,
                                            DIGEST,
                                            FAILOVER))));
    static final Key<Map<String, Located<Values>>> DESTINATIONS =
            Key.of(
                    "destinations",
                    new MapShape<>(Scalars.name("name"), NAME_PATTERN, DESTINATION),
                    "Where events are sent to, by name");

    private DestinationKeys() {}
}
