package tori.config;

import org.jspecify.annotations.Nullable;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;
import tori.time.QuietHours;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;

/** The keys of a destination's quiet hours. Constants only. */
final class QuietKeys {

    private static final String TIME_PATTERN = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$";

    static final Key<LocalTime> FROM =
            Key.of("from", timeOfDay(), "When they begin, such as `\"23:00\"`").mandatory();
    static final Key<LocalTime> TO =
            Key.of("to", timeOfDay(), "When they end; on the next day if not later than `from`")
                    .mandatory();
    static final Key<ZoneId> ZONE =
            Key.of(
                    "zone",
                    zone(),
                    "Whose clock counts, such as `Europe/Berlin`; this machine's if left out");
    static final Key<Boolean> DIGEST =
            Key.of(
                            "digest",
                            Scalars.bool(),
                            "Whether one message tells afterwards what happened; if not, it is"
                                    + " dropped and counted")
                    .orElse("true");
    static final Key<Boolean> GUARANTEED =
            Key.of(
                            "guaranteed",
                            Scalars.oneOf(
                                    "word",
                                    Choices.of(Map.entry("pass", false), Map.entry("wait", true))),
                            "Whether guaranteed events go through all the same or wait until it is"
                                    + " over")
                    .orElse("pass");
    static final Key<QuietConfig> QUIET =
            Key.of(
                    "quiet",
                    new MappedShape<>(
                            Section.of("quiet hours", FROM, TO, ZONE, DIGEST, GUARANTEED),
                            QuietKeys::quiet),
                    "Hours of the day in which it is told nothing; none if left out");

    private QuietKeys() {}

    static ScalarShape<LocalTime> timeOfDay() {
        return new ScalarShape<>(
                "time of day",
                "give a time from 00:00 to 23:59, such as \"23:00\"",
                scalar ->
                        scalar.text().matches(TIME_PATTERN)
                                ? new Good<>(LocalTime.parse(scalar.text()))
                                : new Bad<>(scalar.shown() + " is not a time of day"),
                schema -> schema.put("type", "string").put("pattern", TIME_PATTERN));
    }

    static ScalarShape<ZoneId> zone() {
        return new ScalarShape<>(
                "time zone",
                "give a time zone, such as Europe/Berlin or UTC",
                scalar -> {
                    try {
                        return new Good<>(ZoneId.of(scalar.text()));
                    } catch (DateTimeException e) {
                        return new Bad<>(scalar.shown() + " is no time zone");
                    }
                },
                schema -> schema.put("type", "string").put("minLength", 1));
    }

    private static @Nullable QuietConfig quiet(Values values, Report report) {
        LocalTime from = values.get(FROM);
        Located<LocalTime> to = values.find(TO);
        if (from == null || to == null) {
            return null;
        }
        if (from.equals(to.value())) {
            report.problem(
                    to.place(), "is when they begin; give a different time, or remove 'quiet'");
            return null;
        }
        ZoneId zone = values.get(ZONE);
        return new QuietConfig(
                new QuietHours(from, to.value(), zone == null ? ZoneId.systemDefault() : zone),
                values.getOrDefault(DIGEST),
                values.getOrDefault(GUARANTEED));
    }
}
