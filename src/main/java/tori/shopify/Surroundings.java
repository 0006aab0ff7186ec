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
 * @param journal is told what becomes of changes
 * @param looks whether monitors keep what they saw last for somebody who asks; one of a million is
 *     never asked
 */
public record Surroundings(
        Transport transport,
        StateStore store,
        InstantSource wall,
        NanoClock clock,
        UuidV7 ids,
        Meters meters,
        BufferPool buffers,
        StoreFacts facts,
        ChangeJournal journal,
        boolean looks) {

    /** Surroundings in which nobody wants to know what becomes of changes. */
    public Surroundings(
            Transport transport,
            StateStore store,
            InstantSource wall,
            NanoClock clock,
            UuidV7 ids,
            Meters meters,
            BufferPool buffers,
            StoreFacts facts) {
        this(transport, store, wall, clock, ids, meters, buffers, facts, ChangeJournal.NONE, true);
    }

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

    /** The same, but for how pages are fetched. */
    public Surroundings through(Transport other) {
        return new Surroundings(
                other, store, wall, clock, ids, meters, buffers, facts, journal, looks);
    }

    /** The same, for a monitor whose polls are written down, and all that they depend on. */
    public Surroundings recorded(
            Transport other,
            StateStore remembered,
            InstantSource time,
            NanoClock ticks,
            StoreFacts known) {
        return new Surroundings(
                other, remembered, time, ticks, ids, meters, buffers, known, journal, looks);
    }

    /** The same, with somebody who wants to know what becomes of changes. */
    public Surroundings told(ChangeJournal other) {
        return new Surroundings(
                transport, store, wall, clock, ids, meters, buffers, facts, other, looks);
    }

    /** The same, where nobody asks monitors what they saw last. */
    public Surroundings unasked() {
        return new Surroundings(
                transport, store, wall, clock, ids, meters, buffers, facts, journal, false);
    }
}
