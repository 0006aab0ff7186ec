package tori.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as the file has them: microseconds since 1970. Any thread. */
final class Micros {

    private Micros() {}

    /** Rounded down. */
    static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** Rounded up, for what must not happen before. */
    static long notBefore(Instant instant) {
        return of(instant.plusNanos(999));
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
