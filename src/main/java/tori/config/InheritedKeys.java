package tori.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** The keys that sites and monitors inherit. Constants only. */
final class InheritedKeys {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration DAY = Duration.ofDays(1);

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
                    "What to do when a poll of a store fails; each key is inherited by itself");
    static final Key<List<Located<NotifyEntry>>> NOTIFY =
            Key.of(
                    "notify",
                    ListShape.orSingle(NotifyKeys.ENTRY),
                    "Names of the destinations that are told everything, and who is told some of"
                            + " it");
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
                            "Least time between two reports of the same change of the same variant"
                                + " or product; one that comes sooner is told once it is over, if"
                                + " it still holds")
                    .orElse("0s");

    private InheritedKeys() {}
}
