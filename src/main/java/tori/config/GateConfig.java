package tori.config;

import java.time.Duration;

/**
 * How many requests may be under way at once and how far apart they start.
 *
 * @param connections at least 1
 * @param gap least time between the starts of two requests; zero for none
 */
public record GateConfig(int connections, Duration gap) {}
