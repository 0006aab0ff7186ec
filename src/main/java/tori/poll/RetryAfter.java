package tori.poll;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Reads the {@code Retry-After} header of RFC 9110, section 10.2.3. Any thread. */
public final class RetryAfter {

    /** Some thirty years; as good as any number beyond. */
    private static final double MAX_SECONDS = 1e9;

    private RetryAfter() {}

    /**
     * How long to wait; null if the header is missing or makes no sense. Decimal fractions, which
     * Shopify sends ({@code 2.0}), are rounded up. Callers decide what is too long.
     */
    public static @Nullable Duration parse(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (text.matches("\\d+(\\.\\d+)?")) {
            double seconds = Math.min(Double.parseDouble(text), MAX_SECONDS);
            return Duration.ofSeconds((long) Math.ceil(seconds));
        }
        try {
            Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
