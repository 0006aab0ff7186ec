package tori.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * A monitor has no usable answers, or has one again.
 *
 * @param entity what its events are ordered by; not that of what the monitor sees
 * @param sequence counts the entity's events from 1, across restarts
 * @param cause the kind of failure in a word, such as {@code tls}
 * @param detail the same in words for people, without secrets
 * @param since when the first poll without a usable answer failed
 * @param polls how many polls in a row failed, those of an earlier process only as far as they had
 *     been told
 * @param lastGood when there was a usable answer before; null if this process had none
 * @param lasted how long it was blind; null while it is
 */
public record Blindness(
        String entity,
        long sequence,
        String cause,
        String detail,
        Instant since,
        long polls,
        @Nullable Instant lastGood,
        @Nullable Duration lasted)
        implements EventData {}
