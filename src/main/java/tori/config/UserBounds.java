package tori.config;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Keeps monitors of users from asking more often, and reading more, than somebody needs who is not
 * the operator: what they cost is tori's, and whom they ask cannot tell one user from another. What
 * the file gives all monitors by default may be less; nobody has to give more. Stateless, any
 * thread.
 */
final class UserBounds {

    /** From one poll to the next. */
    static final Duration LEAST_INTERVAL = Duration.ofSeconds(10);

    /** Between the tries of one poll. */
    static final Duration LEAST_RETRY = InheritedKeys.INITIAL.fallback();

    /** Between checks while one more may decide. */
    static final Duration LEAST_RECHECK = IncidentConfig.STANDARD.recheckEvery();

    static final int MOST_ATTEMPTS = 10;

    /** Read of one answer. */
    static final long MOST_BODY_BYTES = HttpCheckKeys.MAX_BODY.fallback();

    private UserBounds() {}

    /**
     * Tells what goes beyond.
     *
     * @param defaults what the file lets monitors inherit
     * @param place of the monitor
     */
    static void check(MonitorConfig monitor, Values defaults, Place place, Report report) {
        Schedule schedule = monitor.schedule();
        Duration often = least(LEAST_INTERVAL, defaults.getOrDefault(InheritedKeys.INTERVAL));
        switch (monitor.kind()) {
            case HttpCheckConfig http -> {
                if (http.maxBodyBytes() > MOST_BODY_BYTES) {
                    String most = (MOST_BODY_BYTES >> 20) + "MiB";
                    tell(HttpCheckKeys.MAX_BODY, "is at most " + most, place, report);
                }
            }
            case ShopifyConfig shop -> {
                Duration sitemap = shop.sitemapInterval();
                if (sitemap != null) {
                    atLeast(often, sitemap, MonitorKeys.DISCOVER_INTERVAL, place, report);
                }
            }
            case HeartbeatConfig _ -> {
                // It waits to be told; nobody is asked.
                return;
            }
            case TcpCheckConfig _,
                    DnsCheckConfig _,
                    ShopifyProductConfig _,
                    ShopifyPasswordConfig _ -> {}
        }
        AdaptiveConfig adaptive = schedule.adaptive();
        atLeast(often, schedule.interval(), InheritedKeys.INTERVAL, place, report);
        if (adaptive != null) {
            atLeast(often, adaptive.fastest(), AdaptiveKeys.ADAPTIVE, place, report);
        }
        IncidentConfig usual = defaults.getOrDefault(IncidentKeys.INCIDENT);
        Duration recheck = schedule.incident().recheckEvery();
        atLeast(
                least(LEAST_RECHECK, usual.recheckEvery()),
                recheck,
                IncidentKeys.INCIDENT,
                place,
                report);
        checkRetry(schedule, defaults.get(InheritedKeys.RETRY), place, report);
    }

    private static void checkRetry(
            Schedule schedule, @Nullable Values usual, Place place, Report report) {
        Values retry = usual == null ? Values.none(place) : usual;
        int most = Math.max(MOST_ATTEMPTS, retry.getOrDefault(InheritedKeys.MAX_ATTEMPTS));
        if (schedule.maxAttempts() > most) {
            tell(InheritedKeys.RETRY, "has at most " + most + " attempts", place, report);
        }
        Duration wait = least(LEAST_RETRY, retry.getOrDefault(InheritedKeys.INITIAL));
        if (schedule.maxAttempts() > 1) {
            atLeast(wait, schedule.backoff().initial(), InheritedKeys.RETRY, place, report);
        }
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static void atLeast(
            Duration least, Duration given, Key<?> key, Place place, Report report) {
        if (given.compareTo(least) < 0) {
            tell(key, "waits at least " + DurationText.format(least), place, report);
        }
    }

    private static void tell(Key<?> key, String bound, Place place, Report report) {
        report.problem(place.at(key.name()), bound + " in monitors of users");
    }
}
