/**
 * Remembers what monitors saw last and when what was sent, and keeps the event log, in one SQLite
 * file.
 *
 * <pre>
 *  pollers (virtual threads)            tori-store (one platform thread)
 *      │ record(): never blocks             │ takes what waits, at most a few
 *      ▼                                    │ thousand rows, as one transaction
 *  PendingChanges ── coalesced per monitor ─┤
 *  SendTimes ─────── coalesced per limit ───┤
 *      │ overlay                            ▼
 *  load() ◄──────────── connection, behind one lock ──── tori.db (WAL)
 * </pre>
 *
 * The state of a monitor and the events it raised travel together and are committed together. While
 * the disk refuses to write, changes go on being coalesced in memory, where they take no more room
 * than what the monitors themselves hold; only rows of the event log are dropped, counted, beyond a
 * bound.
 */
@NullMarked
package tori.store;

import org.jspecify.annotations.NullMarked;
