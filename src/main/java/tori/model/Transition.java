package tori.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A monitor's condition changed.
 *
 * @param monitor whose
 * @param at when that was seen
 * @param from the condition before
 * @param to the condition since
 * @param cause the kind of failure in a word; empty where nothing failed
 * @param detail what the check said, in words; empty if it said nothing
 * @param incident the incident it belongs to; null if none was open before or after
 */
public record Transition(
        MonitorId monitor,
        Instant at,
        Condition from,
        Condition to,
        String cause,
        String detail,
        @Nullable UUID incident) {}
