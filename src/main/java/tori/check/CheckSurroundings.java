package tori.check;

import tori.time.NanoClock;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What all checks share. Thread-safe.
 *
 * @param names knows addresses
 * @param userAgent what checks over HTTP call themselves now
 * @param clock measures
 * @param wall tells how long certificates are good for
 */
public record CheckSurroundings(
        Names names, Supplier<String> userAgent, NanoClock clock, InstantSource wall) {}
