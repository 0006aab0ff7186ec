package tori.config;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;
import tori.network.AddressRange;

import java.util.List;

/** The keys of the HTTP server that bear on monitors added through it. Constants only. */
final class AddedMonitorKeys {

    static final int DEFAULT_PER_USER = 100;

    static final Key<Integer> MAX_MONITORS_PER_USER =
            Key.of(
                            "max_monitors_per_user",
                            Scalars.integer32(0, 10_000),
                            "How many monitors each user may add over the API")
                    .orElse(Integer.toString(DEFAULT_PER_USER));
    static final Key<List<Located<String>>> USER_DESTINATIONS =
            Key.of(
                            "user_destinations",
                            ListShape.orSingle(Scalars.name("name")),
                            "Destinations that monitors of users may name in `notify`")
                    .orElse("[]");
    static final Key<List<Located<AddressRange>>> ALLOW_PRIVATE =
            Key.of(
                            "allow_private",
                            ListShape.orSingle(range()),
                            "Addresses beside those of the internet, such as `10.0.0.0/8`, that"
                                    + " monitors added over the API may ask")
                    .orElse("[]");

    private AddedMonitorKeys() {}

    /** What the keys say. */
    static AddedMonitorTerms terms(Values values) {
        return new AddedMonitorTerms(
                values.getOrDefault(MAX_MONITORS_PER_USER),
                List.copyOf(Conversions.set(values.getOrDefault(USER_DESTINATIONS))),
                List.copyOf(Conversions.set(values.getOrDefault(ALLOW_PRIVATE))));
    }

    private static ScalarShape<AddressRange> range() {
        return new ScalarShape<>(
                "range of addresses",
                "give a range such as 10.0.0.0/8 or fd00::/8, or an address",
                scalar -> {
                    AddressRange range = AddressRange.parse(scalar.text());
                    return range == null
                            ? new Bad<>(scalar.shown() + " is no range of addresses")
                            : new Good<>(range);
                },
                schema ->
                        schema.put("type", "string")
                                .put("pattern", "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$"));
    }
}
