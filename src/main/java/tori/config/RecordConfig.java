package tori.config;

import java.time.Duration;

/**
 * Where a monitor writes down what it fetched, and how much of it is kept.
 *
 * @param directory below which each site and monitor has a folder
 * @param maxBytes the most one monitor's folder may hold
 * @param maxAge what is older is deleted
 */
public record RecordConfig(String directory, long maxBytes, Duration maxAge) {}
