/**
 * The guaranteed lane: what is owed is written down, sent in order per entity, tried again, and
 * never lost.
 *
 * <pre>
 *  poller ── state change + Owed ──► store, one transaction
 *                                      │ ready
 *                                      ▼
 *  Outbox ── one GuaranteedLane per destination ── claim (durable) ──► Departures (limits) ──► Sender
 *     ▲                                                                                        │
 *     └───────────────────────────── settle (durable) ◄────────────────────────────────────────┘
 * </pre>
 *
 * <p>A lane claims ahead of its departures and never while it holds permits, so a slow disk delays
 * nobody who shares them. How an attempt ended becomes a {@link tori.delivery.Settlement} and a
 * word about the destination's health in one place ({@code Judgement}); a destination that takes
 * nothing is probed with one delivery at a time while the others wait or go to its failover.
 *
 * <p>{@link tori.delivery.Station} has the states and the ways between them, {@link
 * tori.delivery.DeliveryStore} what must survive; who waits for what is in {@code
 * src/docs/threads-and-locks.md}.
 */
@NullMarked
package tori.delivery;

import org.jspecify.annotations.NullMarked;
