package tori.config;

import java.time.Duration;
import java.util.Optional;

/** The keys of polling that follows what is found. Constants only. */
final class AdaptiveKeys {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration SECOND = Duration.ofSeconds(1);

    static final Key<Duration> FASTEST =
            Key.of(
                    "fastest",
                    Scalars.duration(Duration.ofMillis(10), YEAR),
                    "Interval after a change; at most `interval`, which it is if left out");
    static final Key<Duration> FAST_FOR =
            Key.of(
                            "fast_for",
                            Scalars.duration(SECOND, YEAR),
                            "How long after a change that lasts; then each interval is up to twice"
                                    + " the one before, until it is `interval` again")
                    .orElse("5m");
    static final Key<Duration> SLOWEST =
            Key.of(
                    "slowest",
                    Scalars.duration(Duration.ofMillis(10), YEAR),
                    "Longest interval where nothing changes; at least `interval`, which it is if"
                            + " left out");
    static final Key<Duration> SLOW_AFTER =
            Key.of(
                            "slow_after",
                            Scalars.duration(SECOND, YEAR),
                            "How long nothing must have changed; then each interval is up to twice"
                                    + " the one before")
                    .orElse("1h");

    /** What is written; empty for {@code off}. */
    static final Key<Optional<Values>> ADAPTIVE =
            Key.of(
                            "adaptive",
                            new EitherShape<>(
                                    Scalars.adaptiveSwitch(),
                                    new MappedShape<>(
                                            Section.of(
                                                    "adaptive",
                                                    FASTEST,
                                                    FAST_FOR,
                                                    SLOWEST,
                                                    SLOW_AFTER),
                                            (values, report) -> Optional.of(values))),
                            "Whether to poll faster after a change and slower where nothing"
                                    + " changes")
                    .orElse("off");

    private AdaptiveKeys() {}
}
