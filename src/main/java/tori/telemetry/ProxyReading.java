package tori.telemetry;

/**
 * How one proxy does.
 *
 * @param proxy where it is, without who asks
 * @param requests that were sent through it, or were to be
 * @param failures of those, because of the proxy
 * @param cooling whether it is left out because it failed last
 */
public record ProxyReading(String proxy, long requests, long failures, boolean cooling) {}
