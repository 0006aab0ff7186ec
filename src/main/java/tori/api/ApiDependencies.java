package tori.api;

import tori.telemetry.Profiler;

import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the server shows and does. All are called by many threads at once.
 *
 * @param keys shows the key that polls are signed with
 * @param requestIds gives each request its id
 */
public record ApiDependencies(
        MetricsSource metrics,
        Health health,
        Reloader reloader,
        StatusSource status,
        Profiler profiler,
        FrontDesk desk,
        KeySource keys,
        Supplier<UUID> requestIds) {}
