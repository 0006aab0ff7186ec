package tori.shopify;

import tori.model.UuidV7;
import tori.poll.StateStore;
import tori.poll.Transport;
import tori.telemetry.Meters;
import tori.time.NanoClock;

import java.time.InstantSource;

/**
 * What catalogue monitors share and are given; all of it thread-safe.
 *
 * @param transport fetches the pages
 * @param store holds what was known before the start; the monitor only reads it
 * @param wall when an event was seen
 * @param clock measures ages and cooldowns
 * @param ids names the events
 * @param meters counts pages
 * @param buffers what bodies are read through
 * @param facts what stores say about themselves
 */
public record Surroundings(
        Transport transport,
        StateStore store,
        InstantSource wall,
        NanoClock clock,
        UuidV7 ids,
        Meters meters,
        BufferPool buffers,
        StoreFacts facts) {

    /** Surroundings in which no store is asked about itself. */
    public Surroundings(
            Transport transport,
            StateStore store,
            InstantSource wall,
            NanoClock clock,
            UuidV7 ids,
            Meters meters,
            BufferPool buffers) {
        this(transport, store, wall, clock, ids, meters, buffers, StoreFacts.withoutAsking());
    }
}
