/**
 * Remembers what monitors saw last, what did not work, what is owed to whom and when what was sent,
 * and keeps the event log, in one SQLite file or one schema of a PostgreSQL server.
 *
 * <pre>
 *  pollers, lanes, API                  tori-store (one platform thread)
 *      │ record(): never blocks             │ takes what waits, at most a few
 *      ▼                                    │ thousand rows, as one transaction
 *  PendingChanges ── coalesced per monitor ─┤
 *  DeliveryCommands ─ in the order asked ───┤
 *  SendTimes ─────── coalesced per limit ───┤
 *      │ overlay                            ▼
 *  load() ◄──────────── connection, behind one lock ──── Engine: tori.db or a server
 *                                           │ committed
 *                                           ▼
 *                           futures complete, then the Listener is told
 * </pre>
 *
 * The state of a monitor, the events it raised and what of them is owed travel together and are
 * committed together. A transaction that has anything of deliveries is synced to the disk before
 * anybody hears of it; many of them share one sync, because while it lasts the next ones gather.
 *
 * <p>{@link tori.store.Engine} has what differs between the two; tables and statements are the
 * same.
 *
 * <p>While the disk or the server refuses to write, changes go on being coalesced in memory, where
 * they take no more room than what the monitors themselves hold; only rows of the event log that
 * are not owed are dropped, counted, beyond a bound. What is asked about deliveries waits; monitors
 * that owe do not look while too much waits.
 *
 * <p>{@link tori.store.Deliveries} applies what is asked about deliveries, {@link tori.store.Turns}
 * decides whose turn it is within an entity, {@link tori.store.Claims} hands out, {@link
 * tori.store.Sweep} retries and discards, {@link tori.store.DestinationTable} has the numbers.
 */
@NullMarked
package tori.store;

import org.jspecify.annotations.NullMarked;
