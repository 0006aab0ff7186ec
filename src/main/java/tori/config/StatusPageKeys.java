package tori.config;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;
import tori.model.MonitorId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of the pages that anybody may read. Constants only. */
final class StatusPageKeys {

    private static final String NAME_PATTERN = "^[a-z0-9][a-z0-9_-]{0,63}$";

    static final Key<String> NAME =
            Key.of("name", pageName(), "Where it is found: `/status/NAME`").mandatory();
    static final Key<String> TITLE =
            Key.of("title", Scalars.text(200), "Its heading; the name if left out");
    static final Key<List<Located<String>>> SITES =
            Key.of(
                    "sites",
                    ListShape.orSingle(Scalars.name("name")),
                    "Names of the sites of which it shows every monitor");
    static final Key<List<Located<MonitorId>>> MONITORS =
            Key.of(
                    "monitors",
                    ListShape.orSingle(UptimeKeys.monitor()),
                    "Further monitors, as `site/monitor`");
    static final Key<Boolean> DETAILS =
            Key.of(
                            "details",
                            Scalars.bool(),
                            "Whether it says what is wrong, in the words that alerts have; these"
                                    + " may name hosts")
                    .orElse("false");
    static final Key<List<Located<Values>>> STATUS_PAGES =
            Key.of(
                    "status_pages",
                    ListShape.of(Section.of("status page", NAME, TITLE, SITES, MONITORS, DETAILS)),
                    "Pages that anybody may read");

    private StatusPageKeys() {}

    private static ScalarShape<String> pageName() {
        return new ScalarShape<>(
                "page name",
                "give a name of up to 64 small letters, digits, '-' and '_'",
                scalar ->
                        scalar.text().matches(NAME_PATTERN)
                                ? new Good<>(scalar.text())
                                : new Bad<>(scalar.shown() + " cannot stand in an address"),
                schema -> schema.put("type", "string").put("pattern", NAME_PATTERN));
    }

    /** Pages of which every problem has been reported. */
    static List<StatusPageConfig> pages(
            List<Located<Values>> written, List<MonitorConfig> monitors, Report report) {
        Set<String> sites = new LinkedHashSet<>();
        Set<MonitorId> known = new LinkedHashSet<>();
        for (MonitorConfig monitor : monitors) {
            sites.add(monitor.id().site());
            known.add(monitor.id());
        }
        Map<String, Place> names = new HashMap<>();
        List<StatusPageConfig> pages = new ArrayList<>();
        for (Located<Values> page : written) {
            Values values = page.value();
            Located<String> name = values.find(NAME);
            if (name == null) {
                continue;
            }
            Place first = names.putIfAbsent(name.value(), name.place());
            if (first != null) {
                report.problem(
                        name.place(),
                        Masking.quoted(name.value())
                                + " is the name of another page in line "
                                + first.line()
                                + "; give each its own");
            }
            List<Located<String>> ofSites = values.get(SITES);
            List<Located<MonitorId>> further = values.get(MONITORS);
            if (ofSites == null && further == null) {
                report.problem(page.place(), "shows nothing; give 'sites' or 'monitors'");
                continue;
            }
            if (ofSites != null) {
                ofSites.forEach(site -> checkSite(site, sites, report));
            }
            if (further != null) {
                further.forEach(monitor -> checkMonitor(monitor, known, report));
            }
            String title = values.get(TITLE);
            pages.add(
                    new StatusPageConfig(
                            name.value(),
                            title == null ? name.value() : title,
                            Conversions.set(ofSites),
                            further == null
                                    ? List.of()
                                    : further.stream().map(Located::value).distinct().toList(),
                            values.getOrDefault(DETAILS)));
        }
        return pages;
    }

    private static void checkSite(Located<String> site, Set<String> sites, Report report) {
        if (!sites.contains(site.value())) {
            report.problem(
                    site.place(),
                    Masking.quoted(site.value())
                            + " is no site with monitors; there are: "
                            + String.join(", ", sites));
        }
    }

    private static void checkMonitor(
            Located<MonitorId> monitor, Set<MonitorId> known, Report report) {
        if (!known.contains(monitor.value())) {
            report.problem(
                    monitor.place(),
                    Masking.quoted(monitor.value().toString())
                            + " is no monitor; name one of this file as site/monitor");
        }
    }
}
