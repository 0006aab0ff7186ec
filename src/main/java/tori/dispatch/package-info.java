/**
 * What is sent to a destination when: one bounded queue of events per destination, the newest
 * first; the guaranteed lane's departures beside them, in turns; one dispatcher thread for all, and
 * never more requests than the limits allow.
 *
 * <pre>
 *  pollers (any thread)          dispatcher (one platform thread)           virtual threads
 *
 *  DispatchQueue.accept          Dispatcher.runOnce, again and again
 *        |                                |
 *  MPSC ring  -- full: the       Lane.drain           Lane.advance
 *        |       oldest goes         |                     |
 *        +---------------------------+                     |
 *                                    v                     |
 *                    PendingEvents: opposites cancel,      |
 *                    full: the oldest goes, too old: goes  |
 *                    of several monitors by turns: Sources |
 *                                    |     newest first    |
 *   quiet hours, an outage: Diversion|                     |
 *  guaranteed lane (any thread)      +-------------------->| turns
 *                                    +-------------------->|
 *  DispatchQueue.request             |      in order       v
 *        |                           |          permits of every SlidingWindow (LaneLimits),
 *        +------------> DepartureQueue: closed:    a place at the sender and at its host (Hosts)?
 *                       turned away                        |
 *                                                          +-----------> BatchSending: Sender.send
 *        put back in its place, paused, halved, closed     +-----------> DepartureSending: depart
 *                    Outcomes  <---------------- Inbox <-------------------+
 *                       |
 *                 SendLog: when it was completed, for the windows of the next start
 * </pre>
 *
 * <p>{@link tori.dispatch.FreshestLanes} and {@link tori.dispatch.DispatchQueue} are thread-safe;
 * {@link tori.dispatch.Dispatcher} and everything behind it belong to the dispatcher thread, which
 * sleeps in {@link tori.dispatch.Wakeup} between passes. There is no lock on the way of an event:
 * the log is told once the answer is here.
 */
@NullMarked
package tori.dispatch;

import org.jspecify.annotations.NullMarked;
