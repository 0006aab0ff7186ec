package tori.config;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;
import tori.model.MonitorId;

import java.util.List;

/** The keys of monitors that look whether something works. Constants only. */
final class UptimeKeys {

    private static final String NAME_PATTERN = "^[^/]+/[^/]+$";

    static final Key<List<Located<MonitorId>>> DEPENDS_ON =
            Key.of(
                    "depends_on",
                    ListShape.orSingle(monitor()),
                    "Monitors, as `site/monitor`, without which this one cannot work: while one of"
                            + " them has an incident, this one is checked but tells nothing");

    private UptimeKeys() {}

    /** Names a monitor with its site. */
    static ScalarShape<MonitorId> monitor() {
        return new ScalarShape<>(
                "site/monitor",
                "name a monitor with its site, such as gorilla/page",
                scalar -> {
                    String text = scalar.text();
                    int slash = text.indexOf('/');
                    return text.matches(NAME_PATTERN)
                            ? new Good<>(
                                    new MonitorId(
                                            text.substring(0, slash), text.substring(slash + 1)))
                            : new Bad<>(scalar.shown() + " names no monitor");
                },
                schema -> schema.put("type", "string").put("pattern", NAME_PATTERN));
    }
}
