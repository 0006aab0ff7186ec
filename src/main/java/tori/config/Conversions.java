package tori.config;

import org.jspecify.annotations.Nullable;

import tori.model.Rate;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Makes values of sections, checking how their keys go together; stateless, any thread. */
final class Conversions {

    private Conversions() {}

    static @Nullable OptionalDouble guard(Values values, Report report) {
        Located<Double> written = values.find(InheritedKeys.SHRINK);
        double shrink = values.getOrDefault(InheritedKeys.SHRINK);
        if (written != null && (shrink == 0 || shrink == 1)) {
            report.problem(
                    written.place(),
                    shrink == 0
                            ? "would doubt every feed; give a share above 0%, or write 'guard: off'"
                            : "would doubt no feed; give a share below 100%, or write"
                                    + " 'guard: off'");
            return null;
        }
        return OptionalDouble.of(shrink);
    }

    static GateConfig gate(Values values, Key<Integer> connections) {
        return new GateConfig(values.getOrDefault(connections), values.getOrDefault(GateKeys.GAP));
    }

    static HttpConfig http(Values values, Report report) {
        return new HttpConfig(
                values.getOrDefault(GateKeys.USER_AGENT),
                values.getOrDefault(GateKeys.MAX_CONNECTIONS),
                values.getOrDefault(GateKeys.PER_HOST),
                values.getOrDefault(GateKeys.PER_IP),
                values.getOrDefault(GateKeys.MAX_BODY),
                values.get(GateKeys.SIGNING),
                PathKeys.paths(values, report));
    }

    static @Nullable SigningConfig signing(Values values, Report report) {
        String key = values.get(GateKeys.SIGNING_KEY);
        String agent = values.get(GateKeys.SIGNING_AGENT);
        return key == null || agent == null
                ? null
                : new SigningConfig(key, agent, values.getOrDefault(GateKeys.SIGNING_FORM));
    }

    static @Nullable Rate rate(Values values, Report report) {
        Integer limit = values.get(DestinationKeys.LIMIT);
        Duration per = values.get(DestinationKeys.PER);
        return limit == null || per == null ? null : new Rate(limit, per);
    }

    static Legacy.@Nullable LabelledVariant labelledVariant(Values values, Report report) {
        Long id = values.get(LegacyKeys.PRODUCT_ID);
        return id == null
                ? null
                : new Legacy.LabelledVariant(id, values.get(LegacyKeys.PRODUCT_LABEL));
    }

    static MatchConfig match(Values values, Report report) {
        Values price = values.get(MatchKeys.PRICE);
        BigDecimal min = price == null ? null : price.get(MatchKeys.PRICE_MIN);
        Located<BigDecimal> max = price == null ? null : price.find(MatchKeys.PRICE_MAX);
        if (min != null && max != null && min.compareTo(max.value()) > 0) {
            report.problem(
                    max.place(),
                    "is less than 'min'; no price can match, give at least " + min.toPlainString());
        }
        return new MatchConfig(
                List.copyOf(set(values.get(MatchKeys.KEYWORDS))),
                set(values.get(MatchKeys.VARIANTS)),
                options(values.get(MatchKeys.OPTIONS), report),
                min,
                max == null ? null : max.value(),
                set(values.get(MatchKeys.VENDORS)),
                set(values.get(MatchKeys.TYPES)));
    }

    static @Nullable NotifyEntry notifyEntry(Values values, Report report) {
        Located<List<Located<String>>> to = values.find(NotifyKeys.TO);
        if (to == null) {
            return null;
        }
        if (to.value().isEmpty()) {
            report.problem(to.place(), "names nobody; name a destination, or remove the entry");
        }
        Located<List<Located<EventWord>>> events = values.find(NotifyKeys.EVENTS);
        if (events != null && events.value().isEmpty()) {
            report.problem(events.place(), "selects nothing; name an event, or remove the key");
        }
        return NotifyEntry.of(
                to.value(),
                set(events == null ? null : events.value()),
                values.getOrDefault(NotifyKeys.MATCH));
    }

    private static Map<String, Set<String>> options(
            @Nullable Map<String, Located<List<Located<String>>>> written, Report report) {
        Map<String, Set<String>> options = new LinkedHashMap<>();
        if (written != null) {
            written.forEach((name, values) -> {
                if (values.value().isEmpty()) {
                    report.problem(
                            values.place(),
                            "accepts no value; list at least one, or remove the option");
                }
                options.put(name, set(values.value()));
            });
        }
        return options;
    }

    /** The values without places and duplicates, in the file's order. */
    static <T> Set<T> set(@Nullable List<Located<T>> written) {
        Set<T> values = new LinkedHashSet<>();
        if (written != null) {
            written.forEach(element -> values.add(element.value()));
        }
        return values;
    }
}
