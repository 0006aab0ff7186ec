package tori.dispatch;

import tori.telemetry.Meters;
import tori.time.Backoff;
import tori.time.NanoClock;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What all lanes of a dispatcher share.
 *
 * @param clock read by the threads that send, and by the dispatcher
 * @param wall says when quiet hours begin and end
 * @param random spreads the backoff; used by the dispatcher thread only
 * @param meters counts what happens to events
 * @param fates is told what becomes of each
 * @param threads starts what may block
 * @param inbox leads back to the dispatcher thread
 * @param windows opens the users' own limits; dispatcher thread only
 * @param sharedWindows the limits that lanes share; dispatcher thread only
 * @param hosts the machines that lanes share; dispatcher thread only
 * @param backoff the waits after failed attempts
 * @param surroundings cares for what a lane cannot do by itself
 */
record LaneContext(
        NanoClock clock,
        InstantSource wall,
        RandomGenerator random,
        Meters meters,
        FateLog fates,
        SendThreads threads,
        Inbox inbox,
        Windows windows,
        SharedWindows sharedWindows,
        Hosts hosts,
        Backoff backoff,
        LaneSurroundings surroundings) {}
