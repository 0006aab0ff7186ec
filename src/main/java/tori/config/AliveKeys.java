package tori.config;

import org.jspecify.annotations.Nullable;

import tori.time.Recurrence;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** The keys of the message that tori is alive. Constants only. */
final class AliveKeys {

    static final Key<Duration> EVERY =
            Key.of(
                            "every",
                            Scalars.duration(Duration.ofSeconds(10), Duration.ofDays(31)),
                            "From one message to the next; at most a day, or whole days")
                    .orElse("24h");
    static final Key<LocalTime> AT =
            Key.of(
                            "at",
                            QuietKeys.timeOfDay(),
                            "Time of day from which they are counted, anew each day")
                    .orElse("\"00:00\"");
    static final Key<ZoneId> ZONE =
            Key.of(
                    "zone",
                    QuietKeys.zone(),
                    "Whose clock counts, such as `Europe/Berlin`; this machine's if left out");
    static final Key<List<Located<String>>> NOTIFY =
            Key.of(
                            "notify",
                            ListShape.orSingle(Scalars.name("name")),
                            "Names of the destinations that are told")
                    .mandatory();
    static final Key<Values> ALIVE =
            Key.of(
                    "alive",
                    Section.of("alive", EVERY, AT, ZONE, NOTIFY),
                    "Who is told now and then that tori is alive; nobody if left out");

    private AliveKeys() {}

    /**
     * Null if a problem with it has been reported; whether the names are defined is not checked.
     */
    static @Nullable AliveConfig alive(Values values, Report report) {
        Located<List<Located<String>>> told = values.find(NOTIFY);
        if (told == null) {
            return null;
        }
        if (told.value().isEmpty()) {
            report.problem(told.place(), "names nobody; name a destination, or remove 'alive'");
            return null;
        }
        Duration every = values.getOrDefault(EVERY);
        Located<Duration> written = values.find(EVERY);
        if (written != null && !Recurrence.isPossible(every)) {
            report.problem(
                    written.place(),
                    "is more than a day but not whole days; give at most 24h, or 48h, 3d, …");
            return null;
        }
        ZoneId zone = values.get(ZONE);
        return new AliveConfig(
                List.copyOf(Conversions.set(told.value())),
                new Recurrence(
                        every,
                        values.getOrDefault(AT),
                        zone == null ? ZoneId.systemDefault() : zone));
    }
}
