package tori.delivery;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What a destination's deliveries wait for.
 *
 * @param heads how many may be claimed now
 * @param nextDueAt when the next retry will be due; null if none waits
 */
public record Readiness(int heads, @Nullable Instant nextDueAt) {}
