package tori.config;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as config.yaml writes them: numbers with the units {@code ms}, {@code s}, {@code m},
 * {@code h} and {@code d}, one after the other. Stateless, any thread.
 */
public final class DurationText {

    private static final String PART = "([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s|m|h|d)";

    /** As a regular expression both Java and JSON Schema understand; {@code 0} needs no unit. */
    static final String PATTERN = "^(0|(" + PART.replace("?:", "") + "){1,6})$";

    private static final Pattern WHOLE = Pattern.compile(PATTERN);
    private static final Pattern ONE = Pattern.compile(PART);

    private DurationText() {}

    /** The duration; null if the text is none. At most some 16 million years. */
    public static @Nullable Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return null;
        }
        Duration sum = Duration.ZERO;
        Matcher parts = ONE.matcher(text);
        while (parts.find()) {
            sum = sum.plus(part(new BigDecimal(parts.group(1)), parts.group(2)));
        }
        return sum;
    }

    private static Duration part(BigDecimal number, String unit) {
        long unitMillis =
                switch (unit) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 86_400_000;
                };
        BigDecimal millis = number.multiply(BigDecimal.valueOf(unitMillis));
        long whole = millis.longValue();
        long nanos = millis.subtract(BigDecimal.valueOf(whole)).movePointRight(6).longValue();
        return Duration.ofMillis(whole).plusNanos(nanos);
    }

    /** As one would write it, in whole milliseconds. */
    static String format(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long number, String unit) {
        if (number > 0) {
            text.append(number).append(unit);
        }
    }
}
