package tori.config;

import org.jspecify.annotations.Nullable;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** The keys of the times in which something may fail. Constants only. */
final class MaintenanceKeys {

    private static final String TIME_PATTERN =
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?"
                    + "(Z|[+-][0-9]{2}:[0-9]{2})$";

    static final Key<List<Located<String>>> SITES =
            Key.of(
                    "sites",
                    ListShape.orSingle(Scalars.name("name")),
                    "Names of the sites; all if left out");
    static final Key<Instant> FROM =
            Key.of("from", time(), "When it begins, such as `\"2026-12-01T02:00Z\"`").mandatory();
    static final Key<Instant> TO = Key.of("to", time(), "When it has ended").mandatory();
    static final Key<List<Located<Values>>> MAINTENANCE =
            Key.of(
                    "maintenance",
                    ListShape.of(Section.of("maintenance", SITES, FROM, TO)),
                    "Times in which checks may fail and nobody is told");

    private MaintenanceKeys() {}

    private static ScalarShape<Instant> time() {
        return new ScalarShape<>(
                "time",
                "give a time with its zone, such as \"2026-12-01T02:00Z\"",
                scalar -> {
                    try {
                        return new Good<>(OffsetDateTime.parse(scalar.text()).toInstant());
                    } catch (DateTimeException e) {
                        return new Bad<>(scalar.shown() + " is no such time");
                    }
                },
                schema -> schema.put("type", "string").put("pattern", TIME_PATTERN));
    }

    /** Null if a problem with it has been reported; whether there are such sites is not checked. */
    static @Nullable MaintenanceConfig maintenance(Values values, Report report) {
        Instant from = values.get(FROM);
        Located<Instant> to = values.find(TO);
        if (from == null || to == null) {
            return null;
        }
        if (!from.isBefore(to.value())) {
            report.problem(to.place(), "is not after 'from'; give a later time");
            return null;
        }
        Located<List<Located<String>>> sites = values.find(SITES);
        if (sites != null && sites.value().isEmpty()) {
            report.problem(sites.place(), "names no site; name one, or remove the key to mean all");
            return null;
        }
        return new MaintenanceConfig(
                Conversions.set(sites == null ? null : sites.value()), from, to.value());
    }
}
