package tori.api;

import org.jspecify.annotations.Nullable;

import tori.telemetry.Scrape;

/** Gives the metrics. Thread-safe. */
@FunctionalInterface
public interface MetricsSource {

    /**
     * All metrics now, in a format that suits this {@code Accept} header; null if there is none.
     */
    Scrape scrape(@Nullable String accept);
}
