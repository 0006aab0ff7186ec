package tori.config;

import java.time.Duration;

/** The keys that say how long what checks found is kept. Constants only. */
final class RetentionKeys {

    static final Key<Duration> SAMPLES =
            Key.of(
                            "checks",
                            Scalars.duration(Duration.ofMinutes(10), Duration.ofDays(30)),
                            "Each check and poll, with its latency")
                    .orElse("6h");
    static final Key<Duration> MINUTES =
            Key.of(
                            "minutes",
                            Scalars.duration(Duration.ofHours(1), Duration.ofDays(90)),
                            "What the checks of a minute come to")
                    .orElse("2d");
    static final Key<Duration> HOURS =
            Key.of(
                            "hours",
                            Scalars.duration(Duration.ofDays(1), Duration.ofDays(3_660)),
                            "What the checks of an hour, and of a day, come to")
                    .orElse("366d");
    static final Key<RetentionConfig> RETENTION =
            Key.of(
                            "retention",
                            new MappedShape<>(
                                    Section.of("retention", SAMPLES, MINUTES, HOURS),
                                    (values, report) ->
                                            new RetentionConfig(
                                                    values.getOrDefault(SAMPLES),
                                                    values.getOrDefault(MINUTES),
                                                    values.getOrDefault(HOURS))),
                            "How long what checks found is kept")
                    .orElse("{}");

    private RetentionKeys() {}
}
