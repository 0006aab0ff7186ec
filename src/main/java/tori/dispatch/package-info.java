/**
 * The engine of the freshest lane: one bounded queue per destination, one dispatcher thread for all
 * of them, the newest event first, and never more requests than the limits allow.
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
 *                                    |     newest first    v
 *                                    +-----------> permits of every SlidingWindow?
 *                                                  (the user's, the sender's shared ones)
 *                                                          |
 *                                                          +-----------> Sending: Sender.send
 *        put back in its place, paused, halved, closed                        |
 *                 Lane.finished  <---------------- Inbox <--------------------+
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
