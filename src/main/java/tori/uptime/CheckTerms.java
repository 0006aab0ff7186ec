package tori.uptime;

import tori.incident.IncidentTerms;

import java.time.Duration;

/**
 * What is made of a monitor's checks. Shared by all monitors configured alike.
 *
 * @param incident when an incident opens and closes
 * @param recheck how long to wait for the next check where it decides; not longer than the interval
 * @param interval the longest time between two checks
 * @param pushed whether the monitor is one that is told by others that all is well
 */
public record CheckTerms(
        IncidentTerms incident, Duration recheck, Duration interval, boolean pushed) {

    public CheckTerms {
        if (interval.isNegative() || interval.isZero() || recheck.isNegative()) {
            throw new IllegalArgumentException("needs a positive interval and no negative recheck");
        }
        recheck = recheck.compareTo(interval) > 0 ? interval : recheck;
    }
}
