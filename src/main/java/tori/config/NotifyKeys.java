package tori.config;

import tori.config.ScalarShape.Good;

import java.util.List;

/** The keys of an entry of {@code notify}. Constants only. */
final class NotifyKeys {

    static final Key<List<Located<String>>> TO =
            Key.of(
                            "to",
                            ListShape.orSingle(Scalars.name("name")),
                            "Names of the destinations that are told")
                    .mandatory();
    static final Key<List<Located<EventWord>>> EVENTS =
            Key.of(
                    "events",
                    ListShape.orSingle(Scalars.oneOf("event", EventWord.all())),
                    "Which of the monitor's events they are told; all if left out");
    static final Key<MatchConfig> MATCH =
            Key.of(
                            "match",
                            MatchKeys.SHAPE,
                            "Which of the monitor's products and variants they are told about; all"
                                    + " that is given must hold")
                    .orElse("{}");

    /** A name, or who is told what. */
    static final Shape<NotifyEntry> ENTRY =
            new EitherShape<>(
                    named(),
                    new MappedShape<>(
                            Section.of("route", TO, EVENTS, MATCH), Conversions::notifyEntry));

    private NotifyKeys() {}

    private static ScalarShape<NotifyEntry> named() {
        ScalarShape<String> name = Scalars.name("name");
        return new ScalarShape<>(
                name.label(),
                name.allowed() + ", or a mapping with the keys to, events, match",
                scalar ->
                        name.parser()
                                .parse(scalar)
                                .then(value -> new Good<>(NotifyEntry.of(value, scalar.place()))),
                name.constraint());
    }
}
