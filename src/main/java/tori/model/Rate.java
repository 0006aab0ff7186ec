package tori.model;

import java.time.Duration;

/**
 * At most {@code limit} in any window of length {@code per}, whatever the window's phase.
 *
 * @param limit at least 1
 * @param per longer than zero
 */
public record Rate(int limit, Duration per) {

    public Rate {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
        if (per.isZero() || per.isNegative()) {
            throw new IllegalArgumentException("per must be longer than zero: " + per);
        }
    }
}
