package tori.delivery;

import tori.telemetry.Meters;
import tori.time.NanoClock;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the outbox needs from outside. All of it is used by many threads at once.
 *
 * @param meters counts attempts and dead letters
 * @param clock for pauses and probes
 * @param wall for the times of attempts and of retries, which outlive the process
 * @param random spreads waits
 * @param retryPolicy how often and how soon a failed delivery is tried again
 * @param deadLetters is told of every dead letter
 */
public record OutboxServices(
        Meters meters,
        NanoClock clock,
        InstantSource wall,
        RandomGenerator random,
        RetryPolicy retryPolicy,
        DeadLetters deadLetters) {}
