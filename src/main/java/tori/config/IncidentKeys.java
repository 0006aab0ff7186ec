package tori.config;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;

import java.time.Duration;

/** The keys that say when something counts as an incident. Constants only. */
final class IncidentKeys {

    static final Key<Integer> OPEN_AFTER =
            Key.of(
                            "open_after",
                            Scalars.integer32(1, 10_000),
                            "After how many failed checks in a row an incident opens; for monitors"
                                    + " of stores, after how many polls in a row without a usable"
                                    + " answer they count as blind, retries included in each")
                    .orElse("3");
    static final Key<Integer> CLOSE_AFTER =
            Key.of(
                            "close_after",
                            Scalars.integer32(1, 10_000),
                            "After how many passed checks in a row it closes; monitors of stores"
                                    + " see again with the first")
                    .orElse("2");
    static final Key<Duration> REMIND_EVERY =
            Key.of(
                    "remind_every",
                    Scalars.duration(Duration.ofSeconds(1), Duration.ofDays(31)),
                    "How long after it was told an open incident is told again; each further gap is"
                            + " twice as long, up to a day; never if left out");
    static final Key<Duration> RECHECK_EVERY =
            Key.of(
                            "recheck_every",
                            Scalars.duration(Duration.ofMillis(10), Duration.ofDays(1)),
                            "How long to wait for the next check while one more may open or close"
                                    + " an incident; no longer than `interval`")
                    .orElse("5s");
    static final Key<IncidentConfig> INCIDENT =
            Key.of(
                            "incident",
                            new EitherShape<>(
                                    never(),
                                    new MappedShape<>(
                                            Section.of(
                                                    "incident",
                                                    OPEN_AFTER,
                                                    CLOSE_AFTER,
                                                    REMIND_EVERY,
                                                    RECHECK_EVERY),
                                            (values, report) -> incident(values))),
                            "When it is told that something does not work, or that a monitor is"
                                    + " blind; `off` for never")
                    .orElse("{open_after: 3}");

    private IncidentKeys() {}

    private static IncidentConfig incident(Values values) {
        return new IncidentConfig(
                true,
                values.getOrDefault(OPEN_AFTER),
                values.getOrDefault(CLOSE_AFTER),
                values.get(REMIND_EVERY),
                values.getOrDefault(RECHECK_EVERY));
    }

    private static ScalarShape<IncidentConfig> never() {
        return new ScalarShape<>(
                "off",
                "give {open_after: 3}, or off",
                scalar ->
                        Scalars.isOff(scalar.text())
                                ? new Good<>(IncidentConfig.OFF)
                                : new Bad<>(scalar.shown() + " does not say when"),
                schema -> schema.putArray("enum").add(false).add("off").add("no"));
    }
}
