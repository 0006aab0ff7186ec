/**
 * What tori knows about itself: meters for Prometheus, JFR events, profiles, logs.
 *
 * <pre>
 *  any thread ── Meters ──► counters, HdrHistogram recorders ──► scrape() ──► /metrics
 *  any thread ── SLF4J  ──► secrets masked ──► stderr, text or JSON
 *  any thread ── Jfr*   ──► flight recorder ◄── Profiler (one profile at a time)
 * </pre>
 */
@NullMarked
package tori.telemetry;

import org.jspecify.annotations.NullMarked;
