package tori.poll;

import org.jspecify.annotations.Nullable;

import tori.model.Blindness;
import tori.model.MonitorId;

import java.time.Duration;
import java.time.Instant;

/**
 * How a monitor is doing. The values are read one by one: next to a poll that ends just now they
 * may belong to the moments before and after it.
 *
 * @param id which monitor
 * @param lastGood when it last had a usable answer; null if it had none since tori started
 * @param lastChange when it last saw something change; null if it saw nothing since tori started
 * @param lastResult as counted by {@link tori.telemetry.Meters#polled}; null before the first poll
 * @param trouble why it has no usable answer now, in words; null if it has
 * @param failures how many attempts in a row have failed
 * @param blind what was told of its blindness; null while it sees, or does not long enough
 * @param nextDue when the next attempt is due; in the past while one is running
 * @param lag how late the last attempt started
 * @param running whether an attempt is running
 */
public record PollStatus(
        MonitorId id,
        @Nullable Instant lastGood,
        @Nullable Instant lastChange,
        @Nullable String lastResult,
        @Nullable String trouble,
        int failures,
        @Nullable Blindness blind,
        Instant nextDue,
        Duration lag,
        boolean running) {}
