package tori.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The keys that say which products and variants count. Constants only. */
final class MatchKeys {

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

    /** All of them together. */
    static final Shape<MatchConfig> SHAPE =
            new MappedShape<>(
                    Section.of("filters", KEYWORDS, VARIANTS, OPTIONS, PRICE, VENDORS, TYPES),
                    Conversions::match);

    private MatchKeys() {}
}
