package tori.config;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Pushes that should come.
 *
 * @param expectEvery the longest time from one to the next
 * @param token what those from other machines must show; null if none may come from there
 */
public record HeartbeatConfig(Duration expectEvery, @Nullable Secret token)
        implements UptimeConfig {}
