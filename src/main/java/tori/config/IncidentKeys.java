package tori.config;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;

/** The keys that say when something counts as an incident. Constants only. */
final class IncidentKeys {

    /** The written form of {@code off}. */
    private static final int NEVER = 0;

    static final Key<Integer> OPEN_AFTER =
            Key.of(
                            "open_after",
                            Scalars.integer32(1, 10_000),
                            "After how many polls in a row without a usable answer, retries"
                                    + " included in each")
                    .orElse("3");
    static final Key<Integer> INCIDENT =
            Key.of(
                            "incident",
                            new EitherShape<>(
                                    never(),
                                    new MappedShape<>(
                                            Section.of("incident", OPEN_AFTER),
                                            (values, report) -> values.getOrDefault(OPEN_AFTER))),
                            "When it is told that a monitor is blind; `off` for never")
                    .orElse("{open_after: 3}");

    private IncidentKeys() {}

    private static ScalarShape<Integer> never() {
        return new ScalarShape<>(
                "off",
                "give {open_after: 3}, or off",
                scalar ->
                        Scalars.isOff(scalar.text())
                                ? new Good<>(NEVER)
                                : new Bad<>(scalar.shown() + " does not say when"),
                schema -> schema.putArray("enum").add(false).add("off").add("no"));
    }
}
