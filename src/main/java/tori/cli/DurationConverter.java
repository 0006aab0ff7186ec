package tori.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import tori.config.DurationText;

import java.time.Duration;

/** Reads durations as config.yaml writes them. */
final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        Duration duration = DurationText.parse(text);
        if (duration == null) {
            throw new TypeConversionException(
                    "\"" + text + "\" is no duration; write 250ms, 30s or 5m");
        }
        return duration;
    }
}
