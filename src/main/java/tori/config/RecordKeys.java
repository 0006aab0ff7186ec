package tori.config;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;

/** The keys of what a monitor writes down of its polls. Constants only. */
final class RecordKeys {

    private static final String OFF = "off";

    static final Key<String> DIRECTORY =
            Key.of(
                            "directory",
                            Scalars.text(1_000),
                            "Folder below which each site and monitor has its own")
                    .mandatory();
    static final Key<Long> MAX_SIZE =
            Key.of(
                            "max_size",
                            Scalars.size(64 << 10, 1L << 40),
                            "The most that is kept of one monitor; the oldest goes first")
                    .orElse("256MiB");
    static final Key<Duration> MAX_AGE =
            Key.of(
                            "max_age",
                            Scalars.duration(Duration.ofHours(1), Duration.ofDays(3650)),
                            "How long it is kept")
                    .orElse("7d");
    static final Key<RecordChoice> RECORD =
            Key.of(
                    "record",
                    new EitherShape<>(
                            directory(),
                            new MappedShape<>(
                                    Section.of("record", DIRECTORY, MAX_SIZE, MAX_AGE),
                                    RecordKeys::recording)),
                    "Folder to write down in what polls fetch, for `replay`; `off` for none");

    private RecordKeys() {}

    private static @Nullable RecordChoice recording(Values values, Report report) {
        String directory = values.get(DIRECTORY);
        return directory == null
                ? null
                : new RecordChoice(
                        new RecordConfig(
                                directory,
                                values.getOrDefault(MAX_SIZE),
                                values.getOrDefault(MAX_AGE)));
    }

    /** The folder alone, or that there is none. */
    private static ScalarShape<RecordChoice> directory() {
        ScalarShape<String> text = Scalars.text(1_000);
        return new ScalarShape<>(
                "folder or off",
                "give a folder, {directory: …, max_size: 256MiB, max_age: 7d}, or off",
                scalar ->
                        scalar.text().toLowerCase(Locale.ROOT).equals(OFF)
                                ? new ScalarShape.Good<>(RecordChoice.OFF)
                                : switch (text.parser().parse(scalar)) {
                                    case ScalarShape.Good<String>(String folder) ->
                                            new ScalarShape.Good<>(
                                                    new RecordChoice(
                                                            new RecordConfig(
                                                                    folder,
                                                                    MAX_SIZE.fallback(),
                                                                    MAX_AGE.fallback())));
                                    case ScalarShape.Bad<String>(String wrong) ->
                                            new ScalarShape.Bad<>(wrong);
                                },
                text.constraint());
    }
}
