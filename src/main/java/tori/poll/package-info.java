/**
 * The polling engine: decides when each monitor looks at its site, runs it, and lets it out to the
 * network through one gate.
 *
 * <pre>
 *   add, remove, replace                          thread "tori-wheel" owns all of this
 *  {@link tori.poll.PollSchedule} ──commands──► ┌───────────────────────────────────────┐
 *       ▲                        │ PollWheel: timer wheel holds parked    │
 *       │ snapshots              │ pollers; due ones are started          │
 *       │                        └──────┬───────────────────────▲────────┘
 *       │                         start │                       │ finished
 *       │                               ▼                       │
 *       └──────────────── Poller, on its virtual thread "poll site/monitor": ONE attempt
 *                                       │
 *                    {@link tori.poll.Monitor#poll()} ──► {@link tori.poll.GatedTransport} ──► {@link tori.poll.OutboundGate} ──► network
 *                                       │
 *                         events ──► EventSink first, then {@link tori.poll.StateStore}
 * </pre>
 *
 * <p>A parked monitor has no thread, only an entry in the wheel. A poller's state passes from the
 * wheel to its virtual thread by starting it, and back by the queue of the finished; so it needs no
 * lock. What other threads may read of it is volatile.
 */
@NullMarked
package tori.poll;

import org.jspecify.annotations.NullMarked;
